"""The view of a study to HTML pages that load nothing from anywhere."""
