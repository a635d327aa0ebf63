"""What single kinds of content tell beside words: prices, files, codes in images."""
