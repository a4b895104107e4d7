"""The Gradio pages and their styles."""
