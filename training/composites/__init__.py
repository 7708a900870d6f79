"""Rendered things laid on real ground: exact boxes and true sizes for what no photograph set here names."""
