"""Works of photo, video and story contests: taking in, judging, votes, marks, results."""
