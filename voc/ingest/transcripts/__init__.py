"""Text → transcript: recognise the convention, find the turns, assign roles and respondents."""
