"""Projects and codebooks for programs of qualitative analysis (REFI-QDA)."""
