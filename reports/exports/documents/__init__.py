"""Documents to edit or print: Word, PDF, Markdown, and the pages themselves."""
