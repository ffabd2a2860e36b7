"""Canada's lists under the Special Economic Measures Act and the Magnitsky law."""
