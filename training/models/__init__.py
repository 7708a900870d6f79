"""What trains: the model a run starts from, its towers, its vocabulary, and the folder it is exported to."""
