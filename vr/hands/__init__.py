"""What the visitor does with hands, gaze and buttons: pure, whatever it is done with.

A headset, a mouse and a gamepad each say what is pointed at and what is pressed (`reading`);
`visitor` turns that into the show's next state.
"""
