"""What a reader can say to a post with one touch."""

KINDS = ("thich", "thuong", "cam-on", "hay")
