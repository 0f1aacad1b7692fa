"""The generated pages of docs/, one module each; `python -m scripts.make_docs` writes them."""
