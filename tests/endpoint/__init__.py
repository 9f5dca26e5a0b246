"""A language model of our own behind an OpenAI-compatible endpoint: scripted, strict, and as bad as one likes."""
