"""Shader text shared by several passes."""
