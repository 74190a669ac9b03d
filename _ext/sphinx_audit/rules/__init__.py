"""What must hold across pages: one module a family."""
