"""This package holds the words of the field as frozen values; nothing here does anything."""
