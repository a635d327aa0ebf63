"""The console without a window: operations as free functions, one module per noun, over a Desk."""
