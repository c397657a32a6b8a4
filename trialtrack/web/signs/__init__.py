"""Warning signs: the page for everyone, the question of the diary, the advice on any page."""
