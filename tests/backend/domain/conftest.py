from hypothesis import settings

# Machines that run tests are busy ones: a slow example is no failure.
settings.register_profile("desk", deadline=None, max_examples=60)
settings.load_profile("desk")
