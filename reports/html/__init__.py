"""HTML pages: a view goes in; pages that load nothing from anywhere come out."""
