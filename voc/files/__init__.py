"""Open files safely: size and time budgets, and bytes to text. Everything that reads a file starts here."""
