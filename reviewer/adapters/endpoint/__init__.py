"""This package holds a language model as the program sees it: any OpenAI-compatible endpoint, through `openai`."""
