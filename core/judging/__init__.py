"""Was it allowed? Pure: a conversation, dated facts and bindings in; findings and obligations out."""
