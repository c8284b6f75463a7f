"""Files for mapping tools and whiteboards: Miro, Mural, Smaply, UXPressia, Mermaid, CJML."""
