"""What it looks like: a Moment and the eyes' views in, an HDR image out."""
