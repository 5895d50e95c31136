"""What we know: data files, their loaders, the recipes that made them, the credits."""
