"""Directive text to model: one module a directive."""
