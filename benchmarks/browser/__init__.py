"""Reports opened in a real browser: accessibility, policy, requests, layout, speed, and texts that attack."""
