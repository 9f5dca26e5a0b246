"""This package holds which changed lines only say anew what the code did before, and which functions were rewritten."""
