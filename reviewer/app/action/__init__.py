"""This package holds what is done on a forge: what an event asks for, what people answered, and what is posted."""
