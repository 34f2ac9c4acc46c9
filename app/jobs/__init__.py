"""Work after the answer: the job table, the outbox and the worker that drives them."""
