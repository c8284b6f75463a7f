"""Geometry of the charts: records of the view in, positions and paths out. The templates draw them as SVG."""
