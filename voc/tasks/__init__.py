"""What a user can ask for, one module per command: plain functions that the command line and a notebook share."""
