"""XLSForm's common subset: a form as the sheets that KoboToolbox, ODK and others read, and back."""
