"""Check reports in a real browser: accessibility, policy, requests, layout, speed and hostile texts."""
