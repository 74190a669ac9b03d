"""Mermaid text to pictures for pages and print; knows nothing of Sphinx."""
