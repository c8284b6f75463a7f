"""Proto-personas, which a team brings along: read from a file, tested against a study, and reported line by line."""
