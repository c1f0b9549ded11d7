"""VISITING: when, where and how politely pages are asked for."""
