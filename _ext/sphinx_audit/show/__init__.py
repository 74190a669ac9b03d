"""Views of the register, as nodes that every builder can write."""
