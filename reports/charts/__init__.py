"""Geometry of the report's charts: records of the view in, positions and SVG paths out. The templates draw them."""
