"""The rules of an assessment, a module for each subject that they speak of. Spec 12.2 to 12.4, 17.9.

A rule is a function of the case that yields what it finds, in any order. ``assess`` lists them all.
"""
