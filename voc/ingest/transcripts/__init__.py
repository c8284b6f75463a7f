"""Read the text of a transcript: recognise its convention, find the turns, assign roles and respondents."""
