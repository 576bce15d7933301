npm install --save-dev alicred @alicred/simulators
