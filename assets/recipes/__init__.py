"""How each data file was made from a public package; run by hand, results committed."""
