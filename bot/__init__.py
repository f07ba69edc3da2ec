"""The assistant's understanding: Rasa graph components that know nothing of the rest of the house."""
