"""What is heard: the station's hum, a soft word of hands, one's own music. Space is silent."""
