"""Work after the answer: the tasks a job may name, what recurs, and the worker that runs both."""
