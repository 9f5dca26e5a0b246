"""This package holds GitHub as the program sees it, through PyGithub."""
