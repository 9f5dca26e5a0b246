"""This package holds what layers that add nothing have in common: what they forward, who uses and who fills them."""
