<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
 <context>
  <name>Terralex</name>
  <message>
   <source>The local server did not start: see the end of its log.</source>
   <translation>The local server did not start: see the end of its log.</translation>
  </message>
  <message>
   <source>Waiting for the server</source>
   <translation>Waiting for the server</translation>
  </message>
  <message>
   <source>There is no terralex at {program}: choose another one.</source>
   <translation>There is no terralex at {program}: choose another one.</translation>
  </message>
  <message>
   <source>The local server is not installed: install it in the Terralex options.</source>
   <translation>The local server is not installed: install it in the Terralex options.</translation>
  </message>
  <message>
   <source>{program} cannot be started.</source>
   <translation>{program} cannot be started.</translation>
  </message>
  <message>
   <source>Size of the indexes</source>
   <translation>Size of the indexes</translation>
  </message>
  <message>
   <source>Deleting the indexes</source>
   <translation>Deleting the indexes</translation>
  </message>
  <message>
   <source>New</source>
   <translation>New</translation>
  </message>
  <message>
   <source>Gone</source>
   <translation>Gone</translation>
  </message>
  <message>
   <source>Unchanged</source>
   <translation>Unchanged</translation>
  </message>
  <message>
   <source>The server's reply was incomplete: try again.</source>
   <translation>The server's reply was incomplete: try again.</translation>
  </message>
  <message>
   <source>{file} is not a Terralex concept.</source>
   <translation>{file} is not a Terralex concept.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be read: check that it exists.</source>
   <translation>The concept {file} cannot be read: check that it exists.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be written.</source>
   <translation>The concept {file} cannot be written.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be deleted.</source>
   <translation>The concept {file} cannot be deleted.</translation>
  </message>
  <message>
   <source>No server is set: enter its address in the Terralex options.</source>
   <translation>No server is set: enter its address in the Terralex options.</translation>
  </message>
  <message>
   <source>{url} is not an address: write it like https://gpu.example.org:8765.</source>
   <translation>{url} is not an address: write it like https://gpu.example.org:8765.</translation>
  </message>
  <message>
   <source>QGIS could not store the token: unlock the authentication database and try again.</source>
   <translation>QGIS could not store the token: unlock the authentication database and try again.</translation>
  </message>
  <message>
   <source>The local server is not running: start it in the Terralex options.</source>
   <translation>The local server is not running: start it in the Terralex options.</translation>
  </message>
  <message>
   <source>The token of the local server cannot be read: restart the server in the options.</source>
   <translation>The token of the local server cannot be read: restart the server in the options.</translation>
  </message>
  <message>
   <source>{percent} % indexed: a search indexes the rest</source>
   <translation>{percent} % indexed: a search indexes the rest</translation>
  </message>
  <message>
   <source>QGIS renders this layer at {metres} m per pixel and sends the image.</source>
   <translation>QGIS renders this layer at {metres} m per pixel and sends the image.</translation>
  </message>
  <message>
   <source>Indexed: searching here is fast</source>
   <translation>Indexed: searching here is fast</translation>
  </message>
  <message>
   <source>Not indexed yet: the first search here takes longer</source>
   <translation>Not indexed yet: the first search here takes longer</translation>
  </message>
  <message>
   <source>Index status</source>
   <translation>Index status</translation>
  </message>
  <message>
   <source>The server cannot read this file: QGIS renders it at {metres} m per pixel and sends the image.</source>
   <translation>The server cannot read this file: QGIS renders it at {metres} m per pixel and sends the image.</translation>
  </message>
  <message>
   <source>{package} does not exist: choose a wheel file or a folder.</source>
   <translation>{package} does not exist: choose a wheel file or a folder.</translation>
  </message>
  <message>
   <source>Creating the environment</source>
   <translation>Creating the environment</translation>
  </message>
  <message>
   <source>Installing PyTorch for CUDA</source>
   <translation>Installing PyTorch for CUDA</translation>
  </message>
  <message>
   <source>Installing PyTorch for the CPU</source>
   <translation>Installing PyTorch for the CPU</translation>
  </message>
  <message>
   <source>Installing Terralex</source>
   <translation>Installing Terralex</translation>
  </message>
  <message>
   <source>Loading the model once</source>
   <translation>Loading the model once</translation>
  </message>
  <message>
   <source>Make a polygon layer the active layer and select features in it.</source>
   <translation>Make a polygon layer the active layer and select features in it.</translation>
  </message>
  <message>
   <source>Nothing is selected in {name}.</source>
   <translation>Nothing is selected in {name}.</translation>
  </message>
  <message>
   <source>Choose at most {most} examples of each kind.</source>
   <translation>Choose at most {most} examples of each kind.</translation>
  </message>
  <message>
   <source>An example must be a polygon.</source>
   <translation>An example must be a polygon.</translation>
  </message>
  <message>
   <source>This location cannot be expressed in longitude and latitude.</source>
   <translation>This location cannot be expressed in longitude and latitude.</translation>
  </message>
  <message>
   <source>The map scale cannot be determined here: zoom in on the layer.</source>
   <translation>The map scale cannot be determined here: zoom in on the layer.</translation>
  </message>
  <message>
   <source>This part of the map cannot be expressed in {crs}: zoom in on the layer.</source>
   <translation>This part of the map cannot be expressed in {crs}: zoom in on the layer.</translation>
  </message>
  <message>
   <source>Heat map: {what}</source>
   <translation>Heat map: {what}</translation>
  </message>
  <message>
   <source>A heat map needs words: type what to look for.</source>
   <translation>A heat map needs words: type what to look for.</translation>
  </message>
  <message>
   <source>Index: {what}</source>
   <translation>Index: {what}</translation>
  </message>
  <message>
   <source>Removing the local server</source>
   <translation>Removing the local server</translation>
  </message>
  <message>
   <source>An installation is already running.</source>
   <translation>An installation is already running.</translation>
  </message>
  <message>
   <source>The installation was stopped.</source>
   <translation>The installation was stopped.</translation>
  </message>
  <message>
   <source>{what} failed: see the last lines of the log.</source>
   <translation>{what} failed: see the last lines of the log.</translation>
  </message>
  <message>
   <source>Installed</source>
   <translation>Installed</translation>
  </message>
  <message>
   <source>{message} (about {minutes} min left)</source>
   <translation>{message} (about {minutes} min left)</translation>
  </message>
  <message>
   <source>Waiting in the queue</source>
   <translation>Waiting in the queue</translation>
  </message>
  <message>
   <source>{message} (about {seconds} s left)</source>
   <translation>{message} (about {seconds} s left)</translation>
  </message>
  <message>
   <source>The job was stopped on the server.</source>
   <translation>The job was stopped on the server.</translation>
  </message>
  <message>
   <source>Cancelled.</source>
   <translation>Cancelled.</translation>
  </message>
  <message>
   <source>The server is not responding: trying again</source>
   <translation>The server is not responding: trying again</translation>
  </message>
  <message>
   <source>Choose a polygon layer with the features to label.</source>
   <translation>Choose a polygon layer with the features to label.</translation>
  </message>
  <message>
   <source>Fetching the labels</source>
   <translation>Fetching the labels</translation>
  </message>
  <message>
   <source>Add at least two classes.</source>
   <translation>Add at least two classes.</translation>
  </message>
  <message>
   <source>{file} has the unknown column {column}: known columns are {known}.</source>
   <translation>{file} has the unknown column {column}: known columns are {known}.</translation>
  </message>
  <message>
   <source>The class {name} exists twice: rename one.</source>
   <translation>The class {name} exists twice: rename one.</translation>
  </message>
  <message>
   <source>{file}, line {line} has no name.</source>
   <translation>{file}, line {line} has no name.</translation>
  </message>
  <message>
   <source>{file}, line {line}: {colour} is not a colour, write it like #3366cc.</source>
   <translation>{file}, line {line}: {colour} is not a colour, write it like #3366cc.</translation>
  </message>
  <message>
   <source>Label: {what}</source>
   <translation>Label: {what}</translation>
  </message>
  <message>
   <source>The features lie outside the layer {name}.</source>
   <translation>The features lie outside the layer {name}.</translation>
  </message>
  <message>
   <source>The layer {name} has no polygons to label.</source>
   <translation>The layer {name} has no polygons to label.</translation>
  </message>
  <message>
   <source>The server's result cannot be opened: try again.</source>
   <translation>The server's result cannot be opened: try again.</translation>
  </message>
  <message>
   <source>Choose a raster layer to search in.</source>
   <translation>Choose a raster layer to search in.</translation>
  </message>
  <message>
   <source>The layer {name} cannot be opened: repair its data source.</source>
   <translation>The layer {name} cannot be opened: repair its data source.</translation>
  </message>
  <message>
   <source>The layer {name} has no CRS: set one.</source>
   <translation>The layer {name} has no CRS: set one.</translation>
  </message>
  <message>
   <source>The server is assembling the image</source>
   <translation>The server is assembling the image</translation>
  </message>
  <message>
   <source>Sending the image of {name}</source>
   <translation>Sending the image of {name}</translation>
  </message>
  <message>
   <source>The layer {name} shows nothing here: check on the map whether its service is responding.</source>
   <translation>The layer {name} shows nothing here: check on the map whether its service is responding.</translation>
  </message>
  <message>
   <source>The layer {name} has no extent of its own: search in the extent of the map.</source>
   <translation>The layer {name} has no extent of its own: search in the extent of the map.</translation>
  </message>
  <message>
   <source>The layer {name} cannot be drawn: {reason}.</source>
   <translation>The layer {name} cannot be drawn: {reason}.</translation>
  </message>
  <message>
   <source>The server could not assemble the image: try again.</source>
   <translation>The server could not assemble the image: try again.</translation>
  </message>
  <message>
   <source>The server cannot read the file: sending its image instead</source>
   <translation>The server cannot read the file: sending its image instead</translation>
  </message>
  <message>
   <source>Sending {name}</source>
   <translation>Sending {name}</translation>
  </message>
  <message>
   <source>Models on the server</source>
   <translation>Models on the server</translation>
  </message>
  <message>
   <source>{have} million pixels would be sent, the limit is {most} million: zoom in or choose larger regions.</source>
   <translation>{have} million pixels would be sent, the limit is {most} million: zoom in or choose larger regions.</translation>
  </message>
  <message>
   <source>the table {table} is missing</source>
   <translation>the table {table} is missing</translation>
  </message>
  <message>
   <source>it is not a raster</source>
   <translation>it is not a raster</translation>
  </message>
  <message>
   <source>No Python {least} or newer was found: set one in the Terralex options.</source>
   <translation>No Python {least} or newer was found: set one in the Terralex options.</translation>
  </message>
  <message>
   <source>Python {version} cannot make environments here: install python{version}-venv, then try again.</source>
   <translation>Python {version} cannot make environments here: install python{version}-venv, then try again.</translation>
  </message>
  <message>
   <source>This plugin does not understand the server's reply: check that both have the same version.</source>
   <translation>This plugin does not understand the server's reply: check that both have the same version.</translation>
  </message>
  <message>
   <source>The server does not accept the token: enter it again in the options of Terralex.</source>
   <translation>The server does not accept the token: enter it again in the options of Terralex.</translation>
  </message>
  <message>
   <source>The server failed (500): see its log.</source>
   <translation>The server failed (500): see its log.</translation>
  </message>
  <message>
   <source>The server is not available ({status}): try again later.</source>
   <translation>The server is not available ({status}): try again later.</translation>
  </message>
  <message>
   <source>The server refused the request ({status}).</source>
   <translation>The server refused the request ({status}).</translation>
  </message>
  <message>
   <source>The reply is incomplete or not JSON: check that there is a Terralex server at this address.</source>
   <translation>The reply is incomplete or not JSON: check that there is a Terralex server at this address.</translation>
  </message>
  <message>
   <source>This is more than the server accepts at once: choose a smaller extent.</source>
   <translation>This is more than the server accepts at once: choose a smaller extent.</translation>
  </message>
  <message>
   <source>The layer with the regions has been removed: search again.</source>
   <translation>The layer with the regions has been removed: search again.</translation>
  </message>
  <message>
   <source>{file} cannot be written: {reason}.</source>
   <translation>{file} cannot be written: {reason}.</translation>
  </message>
  <message>
   <source>another program is writing to it</source>
   <translation>another program is writing to it</translation>
  </message>
  <message>
   <source>the disk is full</source>
   <translation>the disk is full</translation>
  </message>
  <message>
   <source>it cannot be opened</source>
   <translation>it cannot be opened</translation>
  </message>
  <message>
   <source>permission denied</source>
   <translation>permission denied</translation>
  </message>
  <message>
   <source>Draw an area on the map first.</source>
   <translation>Draw an area on the map first.</translation>
  </message>
  <message>
   <source>The layer {name} is outside this part of the map: zoom to it.</source>
   <translation>The layer {name} is outside this part of the map: zoom to it.</translation>
  </message>
  <message>
   <source>The area lies outside the layer {name}.</source>
   <translation>The area lies outside the layer {name}.</translation>
  </message>
  <message>
   <source>The selected features lie outside the layer {name}.</source>
   <translation>The selected features lie outside the layer {name}.</translation>
  </message>
  <message>
   <source>Similar to the examples</source>
   <translation>Similar to the examples</translation>
  </message>
  <message>
   <source>Type what to look for, or mark an example on the map.</source>
   <translation>Type what to look for, or mark an example on the map.</translation>
  </message>
  <message>
   <source>Search: {what}</source>
   <translation>Search: {what}</translation>
  </message>
  <message>
   <source>Writing {count} regions</source>
   <translation>Writing {count} regions</translation>
  </message>
  <message>
   <source>The server is preparing</source>
   <translation>The server is preparing</translation>
  </message>
  <message>
   <source>Searching</source>
   <translation>Searching</translation>
  </message>
  <message>
   <source>Reading the class names</source>
   <translation>Reading the class names</translation>
  </message>
  <message>
   <source>Reading the index</source>
   <translation>Reading the index</translation>
  </message>
  <message>
   <source>Placing windows over the features</source>
   <translation>Placing windows over the features</translation>
  </message>
  <message>
   <source>Comparing</source>
   <translation>Comparing</translation>
  </message>
  <message>
   <source>Labelling everything together</source>
   <translation>Labelling everything together</translation>
  </message>
  <message>
   <source>Smoothing</source>
   <translation>Smoothing</translation>
  </message>
  <message>
   <source>Labelling the area</source>
   <translation>Labelling the area</translation>
  </message>
  <message>
   <source>Looking for gaps</source>
   <translation>Looking for gaps</translation>
  </message>
  <message>
   <source>Writing the result</source>
   <translation>Writing the result</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>Done</translation>
  </message>
  <message>
   <source>The server cannot read the layer.</source>
   <translation>The server cannot read the layer.</translation>
  </message>
  <message>
   <source>The layer is not georeferenced.</source>
   <translation>The layer is not georeferenced.</translation>
  </message>
  <message>
   <source>The layer has no pixels here.</source>
   <translation>The layer has no pixels here.</translation>
  </message>
  <message>
   <source>This lies outside the layer.</source>
   <translation>This lies outside the layer.</translation>
  </message>
  <message>
   <source>The server cannot use one of the values.</source>
   <translation>The server cannot use one of the values.</translation>
  </message>
  <message>
   <source>The concept was taught with another model: choose its model in the options.</source>
   <translation>The concept was taught with another model: choose its model in the options.</translation>
  </message>
  <message>
   <source>There are no words to search for.</source>
   <translation>There are no words to search for.</translation>
  </message>
  <message>
   <source>The server does not have the model.</source>
   <translation>The server does not have the model.</translation>
  </message>
  <message>
   <source>The index of the layer cannot be used.</source>
   <translation>The index of the layer cannot be used.</translation>
  </message>
  <message>
   <source>The server's disk is full.</source>
   <translation>The server's disk is full.</translation>
  </message>
  <message>
   <source>The server does not have enough memory for this.</source>
   <translation>The server does not have enough memory for this.</translation>
  </message>
  <message>
   <source>The server is too busy: try again later.</source>
   <translation>The server is too busy: try again later.</translation>
  </message>
  <message>
   <source>The server no longer knows the layer: try again.</source>
   <translation>The server no longer knows the layer: try again.</translation>
  </message>
  <message>
   <source>The server has no space left for images.</source>
   <translation>The server has no space left for images.</translation>
  </message>
  <message>
   <source>The server is not allowed to fetch this online layer.</source>
   <translation>The server is not allowed to fetch this online layer.</translation>
  </message>
  <message>
   <source>The server failed: see its log.</source>
   <translation>The server failed: see its log.</translation>
  </message>
  <message>
   <source>Indexing: {done} of {total} windows</source>
   <translation>Indexing: {done} of {total} windows</translation>
  </message>
  <message>
   <source>{done} of {total} windows</source>
   <translation>{done} of {total} windows</translation>
  </message>
  <message>
   <source>Size of the local server</source>
   <translation>Size of the local server</translation>
  </message>
  <message>
   <source>An error occurred in the plugin: {error}.</source>
   <translation>An error occurred in the plugin: {error}.</translation>
  </message>
  <message>
   <source>Teach: {what}</source>
   <translation>Teach: {what}</translation>
  </message>
  <message>
   <source>There is nothing to learn from: accept or reject a region first.</source>
   <translation>There is nothing to learn from: accept or reject a region first.</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: draw one side at a time.</source>
   <translation>The extent crosses the antimeridian: draw one side at a time.</translation>
  </message>
  <message>
   <source>Thumbnails of the regions</source>
   <translation>Thumbnails of the regions</translation>
  </message>
  <message>
   <source>The server at {url} did not respond in time: check whether it is busy.</source>
   <translation>The server at {url} did not respond in time: check whether it is busy.</translation>
  </message>
  <message>
   <source>The server at {url} does not respond: {reason}.</source>
   <translation>The server at {url} does not respond: {reason}.</translation>
  </message>
  <message>
   <source>Windows of {metres} m are too large to show “{words}” well: choose a smaller extent or smaller windows.</source>
   <translation>Windows of {metres} m are too large to show “{words}” well: choose a smaller extent or smaller windows.</translation>
  </message>
  <message>
   <source>Nothing reaches a relevance of {least} %, the best match has {best} %: try other words or a lower threshold in the options.</source>
   <translation>Nothing reaches a relevance of {least} %, the best match has {best} %: try other words or a lower threshold in the options.</translation>
  </message>
  <message>
   <source>Pixels of {metres} m are too coarse to show “{words}” well.</source>
   <translation>Pixels of {metres} m are too coarse to show “{words}” well.</translation>
  </message>
  <message>
   <source>The model does not know the words “{words}”. The nearest known words: {nearest}.</source>
   <translation>The model does not know the words “{words}”. The nearest known words: {nearest}.</translation>
  </message>
  <message>
   <source>Nothing was relevant enough: try other words or a lower threshold in the options.</source>
   <translation>Nothing was relevant enough: try other words or a lower threshold in the options.</translation>
  </message>
  <message>
   <source>Nothing here looks like “{words}”: the best match has a relevance of {best} %.</source>
   <translation>Nothing here looks like “{words}”: the best match has a relevance of {best} %.</translation>
  </message>
  <message>
   <source>The model does not know the words “{words}”: try other words.</source>
   <translation>The model does not know the words “{words}”: try other words.</translation>
  </message>
  <message>
   <source>Only words or a concept can be saved as a search: type what to look for.</source>
   <translation>Only words or a concept can be saved as a search: type what to look for.</translation>
  </message>
  <message>
   <source>Saved searches</source>
   <translation>Saved searches</translation>
  </message>
  <message>
   <source>Saved search: {what}</source>
   <translation>Saved search: {what}</translation>
  </message>
  <message>
   <source>Choose at least one raster layer.</source>
   <translation>Choose at least one raster layer.</translation>
  </message>
  <message>
   <source>More tools for this layer</source>
   <translation>More tools for this layer</translation>
  </message>
  <message>
   <source>Compare two dates</source>
   <translation>Compare two dates</translation>
  </message>
  <message>
   <source>Count objects</source>
   <translation>Count objects</translation>
  </message>
  <message>
   <source>Search many layers</source>
   <translation>Search many layers</translation>
  </message>
  <message>
   <source>The Processing plugin is off: enable it in the plugin manager.</source>
   <translation>The Processing plugin is off: enable it in the plugin manager.</translation>
  </message>
  <message>
   <source>{area} m²</source>
   <translation>{area} m²</translation>
  </message>
  <message>
   <source>mean confidence {percent} %</source>
   <translation>mean confidence {percent} %</translation>
  </message>
  <message>
   <source>{area} km²</source>
   <translation>{area} km²</translation>
  </message>
  <message>
   <source>{area} ha</source>
   <translation>{area} ha</translation>
  </message>
  <message>
   <source>Remove the local server? Indexes and results are kept.</source>
   <translation>Remove the local server? Indexes and results are kept.</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>Start</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>Stop</translation>
  </message>
  <message>
   <source>Restart</source>
   <translation>Restart</translation>
  </message>
  <message>
   <source>Install</source>
   <translation>Install</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Cancel</translation>
  </message>
  <message>
   <source>Progress</source>
   <translation>Progress</translation>
  </message>
  <message>
   <source>Log</source>
   <translation>Log</translation>
  </message>
  <message>
   <source>Start it with the first search</source>
   <translation>Start it with the first search</translation>
  </message>
  <message>
   <source>the home folder</source>
   <translation>the home folder</translation>
  </message>
  <message>
   <source>Folders the server can read, separated by {mark}</source>
   <translation>Folders the server can read, separated by {mark}</translation>
  </message>
  <message>
   <source>Runs on</source>
   <translation>Runs on</translation>
  </message>
  <message>
   <source>Readable folders</source>
   <translation>Readable folders</translation>
  </message>
  <message>
   <source>A wheel file, a source folder, or a package name</source>
   <translation>A wheel file, a source folder, or a package name</translation>
  </message>
  <message>
   <source>detected automatically</source>
   <translation>detected automatically</translation>
  </message>
  <message>
   <source>The Python used to create the server's environment</source>
   <translation>The Python used to create the server's environment</translation>
  </message>
  <message>
   <source>the plugin's own</source>
   <translation>the plugin's own</translation>
  </message>
  <message>
   <source>A terralex that is there already: its program, or the folder of its environment</source>
   <translation>A terralex that is there already: its program, or the folder of its environment</translation>
  </message>
  <message>
   <source>Existing Terralex</source>
   <translation>Existing Terralex</translation>
  </message>
  <message>
   <source>Install from</source>
   <translation>Install from</translation>
  </message>
  <message>
   <source>Reinstall</source>
   <translation>Reinstall</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Remove</translation>
  </message>
  <message>
   <source>Installation</source>
   <translation>Installation</translation>
  </message>
  <message>
   <source>Not installed: needs Python 3.11 or newer and about {size} GB; {free} GB are free.</source>
   <translation>Not installed: needs Python 3.11 or newer and about {size} GB; {free} GB are free.</translation>
  </message>
  <message>
   <source>{size} GB</source>
   <translation>{size} GB</translation>
  </message>
  <message>
   <source>Choose</source>
   <translation>Choose</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>Automatic</translation>
  </message>
  <message>
   <source>for the CPU (small)</source>
   <translation>for the CPU (small)</translation>
  </message>
  <message>
   <source>for CUDA (large)</source>
   <translation>for CUDA (large)</translation>
  </message>
  <message>
   <source>Installed, not running</source>
   <translation>Installed, not running</translation>
  </message>
  <message>
   <source>Starting…</source>
   <translation>Starting…</translation>
  </message>
  <message>
   <source>Running</source>
   <translation>Running</translation>
  </message>
  <message>
   <source>Texts that describe the class, separated by semicolons; the name alone is enough</source>
   <translation>Texts that describe the class, separated by semicolons; the name alone is enough</translation>
  </message>
  <message>
   <source>your concept</source>
   <translation>your concept</translation>
  </message>
  <message>
   <source>Double-click to change the colour</source>
   <translation>Double-click to change the colour</translation>
  </message>
  <message>
   <source>Class</source>
   <translation>Class</translation>
  </message>
  <message>
   <source>Prompts</source>
   <translation>Prompts</translation>
  </message>
  <message>
   <source>Choose a preset, open a CSV file, or add your own classes: a name is enough.</source>
   <translation>Choose a preset, open a CSV file, or add your own classes: a name is enough.</translation>
  </message>
  <message>
   <source>Classes</source>
   <translation>Classes</translation>
  </message>
  <message>
   <source>Colour of the class</source>
   <translation>Colour of the class</translation>
  </message>
  <message>
   <source>Go back to words</source>
   <translation>Go back to words</translation>
  </message>
  <message>
   <source>Concept: {name}</source>
   <translation>Concept: {name}</translation>
  </message>
  <message>
   <source>{accepted} accepted, {rejected} rejected, {model}</source>
   <translation>{accepted} accepted, {rejected} rejected, {model}</translation>
  </message>
  <message>
   <source>{time}: {new} new, {gone} gone, {unchanged} unchanged</source>
   <translation>{time}: {new} new, {gone} gone, {unchanged} unchanged</translation>
  </message>
  <message>
   <source>not run yet</source>
   <translation>not run yet</translation>
  </message>
  <message>
   <source>Stopping</source>
   <translation>Stopping</translation>
  </message>
  <message>
   <source>Stopped.</source>
   <translation>Stopped.</translation>
  </message>
  <message>
   <source>Starting the local server</source>
   <translation>Starting the local server</translation>
  </message>
  <message>
   <source>Contacting the server</source>
   <translation>Contacting the server</translation>
  </message>
  <message>
   <source>Let the server read this folder</source>
   <translation>Let the server read this folder</translation>
  </message>
  <message>
   <source>Search the map by text</source>
   <translation>Search the map by text</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>Search</translation>
  </message>
  <message>
   <source>Labels</source>
   <translation>Labels</translation>
  </message>
  <message>
   <source>Saved</source>
   <translation>Saved</translation>
  </message>
  <message>
   <source>Terralex options</source>
   <translation>Terralex options</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Help</translation>
  </message>
  <message>
   <source>Draw a box around an example on the map</source>
   <translation>Draw a box around an example on the map</translation>
  </message>
  <message>
   <source>Draw a box around a counter-example on the map</source>
   <translation>Draw a box around a counter-example on the map</translation>
  </message>
  <message>
   <source>Take the selected features as examples</source>
   <translation>Take the selected features as examples</translation>
  </message>
  <message>
   <source>Clear the examples</source>
   <translation>Clear the examples</translation>
  </message>
  <message>
   <source>Take the selected features as counter-examples</source>
   <translation>Take the selected features as counter-examples</translation>
  </message>
  <message>
   <source>This lies outside the layer {name}: draw the box on the layer.</source>
   <translation>This lies outside the layer {name}: draw the box on the layer.</translation>
  </message>
  <message>
   <source>Draw a box on the map</source>
   <translation>Draw a box on the map</translation>
  </message>
  <message>
   <source>{like} positive, {unlike} negative examples</source>
   <translation>{like} positive, {unlike} negative examples</translation>
  </message>
  <message>
   <source>Examples (optional)</source>
   <translation>Examples (optional)</translation>
  </message>
  <message>
   <source>One class was found.</source>
   <translation>One class was found.</translation>
  </message>
  <message>
   <source>{count} classes were found.</source>
   <translation>{count} classes were found.</translation>
  </message>
  <message>
   <source>This feature has no label.</source>
   <translation>This feature has no label.</translation>
  </message>
  <message>
   <source>{what} (raster)</source>
   <translation>{what} (raster)</translation>
  </message>
  <message>
   <source>The layer with the labels has been removed: label again.</source>
   <translation>The layer with the labels has been removed: label again.</translation>
  </message>
  <message>
   <source>This place has no label.</source>
   <translation>This place has no label.</translation>
  </message>
  <message>
   <source>Own classes</source>
   <translation>Own classes</translation>
  </message>
  <message>
   <source>Label</source>
   <translation>Label</translation>
  </message>
  <message>
   <source>Extent of the map</source>
   <translation>Extent of the map</translation>
  </message>
  <message>
   <source>Whole layer</source>
   <translation>Whole layer</translation>
  </message>
  <message>
   <source>Features of a polygon layer</source>
   <translation>Features of a polygon layer</translation>
  </message>
  <message>
   <source>Selected only</source>
   <translation>Selected only</translation>
  </message>
  <message>
   <source>Polygons</source>
   <translation>Polygons</translation>
  </message>
  <message>
   <source>Preset</source>
   <translation>Preset</translation>
  </message>
  <message>
   <source>Preset…</source>
   <translation>Preset…</translation>
  </message>
  <message>
   <source>Add a class</source>
   <translation>Add a class</translation>
  </message>
  <message>
   <source>Remove the selected classes</source>
   <translation>Remove the selected classes</translation>
  </message>
  <message>
   <source>Load classes from CSV</source>
   <translation>Load classes from CSV</translation>
  </message>
  <message>
   <source>Save classes as CSV</source>
   <translation>Save classes as CSV</translation>
  </message>
  <message>
   <source>Add one of your concepts as a class</source>
   <translation>Add one of your concepts as a class</translation>
  </message>
  <message>
   <source>Below this confidence (0 to 1), the label is "other"</source>
   <translation>Below this confidence (0 to 1), the label is "other"</translation>
  </message>
  <message>
   <source>automatic</source>
   <translation>automatic</translation>
  </message>
  <message>
   <source>Influence of overlapping windows on each other, from 0 to 1</source>
   <translation>Influence of overlapping windows on each other, from 0 to 1</translation>
  </message>
  <message>
   <source>Label everything together</source>
   <translation>Label everything together</translation>
  </message>
  <message>
   <source>Transduction: windows support each other's classes; often better, sometimes worse</source>
   <translation>Transduction: windows support each other's classes; often better, sometimes worse</translation>
  </message>
  <message>
   <source>More</source>
   <translation>More</translation>
  </message>
  <message>
   <source>{file} cannot be read: check that it exists and is UTF-8.</source>
   <translation>{file} cannot be read: check that it exists and is UTF-8.</translation>
  </message>
  <message>
   <source>Layer</source>
   <translation>Layer</translation>
  </message>
  <message>
   <source>"Other" below</source>
   <translation>"Other" below</translation>
  </message>
  <message>
   <source>Save the area of each class as CSV</source>
   <translation>Save the area of each class as CSV</translation>
  </message>
  <message>
   <source>Click features on the map to see their three best classes</source>
   <translation>Click features on the map to see their three best classes</translation>
  </message>
  <message>
   <source>Three best classes on click</source>
   <translation>Three best classes on click</translation>
  </message>
  <message>
   <source>Draw areas paler where their class is less certain</source>
   <translation>Draw areas paler where their class is less certain</translation>
  </message>
  <message>
   <source>Set up the server</source>
   <translation>Set up the server</translation>
  </message>
  <message>
   <source>Delete all indexes? The next search of each layer will take longer. Results are kept.</source>
   <translation>Delete all indexes? The next search of each layer will take longer. Results are kept.</translation>
  </message>
  <message>
   <source>Copied.</source>
   <translation>Copied.</translation>
  </message>
  <message>
   <source>The server responds and accepts the token.</source>
   <translation>The server responds and accepts the token.</translation>
  </message>
  <message>
   <source>Server default</source>
   <translation>Server default</translation>
  </message>
  <message>
   <source>Server</source>
   <translation>Server</translation>
  </message>
  <message>
   <source>On this machine</source>
   <translation>On this machine</translation>
  </message>
  <message>
   <source>Another server, for example one with a GPU</source>
   <translation>Another server, for example one with a GPU</translation>
  </message>
  <message>
   <source>As printed by terralex serve when it started</source>
   <translation>As printed by terralex serve when it started</translation>
  </message>
  <message>
   <source>Address</source>
   <translation>Address</translation>
  </message>
  <message>
   <source>Token</source>
   <translation>Token</translation>
  </message>
  <message>
   <source>Test connection</source>
   <translation>Test connection</translation>
  </message>
  <message>
   <source>Searches and labels</source>
   <translation>Searches and labels</translation>
  </message>
  <message>
   <source>Same as QGIS</source>
   <translation>Same as QGIS</translation>
  </message>
  <message>
   <source>Per search</source>
   <translation>Per search</translation>
  </message>
  <message>
   <source>Less relevant regions are not requested</source>
   <translation>Less relevant regions are not requested</translation>
  </message>
  <message>
   <source> million</source>
   <translation> million</translation>
  </message>
  <message>
   <source>For layers that QGIS has to render for the server, such as online layers</source>
   <translation>For layers that QGIS has to render for the server, such as online layers</translation>
  </message>
  <message>
   <source>Takes effect when QGIS is restarted</source>
   <translation>Takes effect when QGIS is restarted</translation>
  </message>
  <message>
   <source>Stored on this machine</source>
   <translation>Stored on this machine</translation>
  </message>
  <message>
   <source>Delete</source>
   <translation>Delete</translation>
  </message>
  <message>
   <source>Delete indexes and images</source>
   <translation>Delete indexes and images</translation>
  </message>
  <message>
   <source>Search history</source>
   <translation>Search history</translation>
  </message>
  <message>
   <source>Clear</source>
   <translation>Clear</translation>
  </message>
  <message>
   <source>Clear search history</source>
   <translation>Clear search history</translation>
  </message>
  <message>
   <source>Troubleshooting</source>
   <translation>Troubleshooting</translation>
  </message>
  <message>
   <source>Copy diagnostics</source>
   <translation>Copy diagnostics</translation>
  </message>
  <message>
   <source>Versions, settings and log, without paths or secrets</source>
   <translation>Versions, settings and log, without paths or secrets</translation>
  </message>
  <message>
   <source>QGIS stores the token encrypted in its authentication database.</source>
   <translation>QGIS stores the token encrypted in its authentication database.</translation>
  </message>
  <message>
   <source>Indexes and images of the local server</source>
   <translation>Indexes and images of the local server</translation>
  </message>
  <message>
   <source>Indexes and images of the local server: {size} MB</source>
   <translation>Indexes and images of the local server: {size} MB</translation>
  </message>
  <message>
   <source>The search history has been cleared.</source>
   <translation>The search history has been cleared.</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Model</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Language</translation>
  </message>
  <message>
   <source>Maximum regions</source>
   <translation>Maximum regions</translation>
  </message>
  <message>
   <source>Minimum relevance</source>
   <translation>Minimum relevance</translation>
  </message>
  <message>
   <source>Maximum pixels sent</source>
   <translation>Maximum pixels sent</translation>
  </message>
  <message>
   <source>Server time-out</source>
   <translation>Server time-out</translation>
  </message>
  <message>
   <source>stored by QGIS</source>
   <translation>stored by QGIS</translation>
  </message>
  <message>
   <source>{title} (will be downloaded)</source>
   <translation>{title} (will be downloaded)</translation>
  </message>
  <message>
   <source>Both dates side by side</source>
   <translation>Both dates side by side</translation>
  </message>
  <message>
   <source>The earlier date is on the left, the later one on the right.</source>
   <translation>The earlier date is on the left, the later one on the right.</translation>
  </message>
  <message>
   <source>What to look for</source>
   <translation>What to look for</translation>
  </message>
  <message>
   <source>{size} m</source>
   <translation>{size} m</translation>
  </message>
  <message>
   <source>Regions</source>
   <translation>Regions</translation>
  </message>
  <message>
   <source>Zoom to the region</source>
   <translation>Zoom to the region</translation>
  </message>
  <message>
   <source>Accept the region (A)</source>
   <translation>Accept the region (A)</translation>
  </message>
  <message>
   <source>Reject the region (R)</source>
   <translation>Reject the region (R)</translation>
  </message>
  <message>
   <source>Undo (Ctrl+Z)</source>
   <translation>Undo (Ctrl+Z)</translation>
  </message>
  <message>
   <source>Search for more like this</source>
   <translation>Search for more like this</translation>
  </message>
  <message>
   <source>Regions appear here, best first.</source>
   <translation>Regions appear here, best first.</translation>
  </message>
  <message>
   <source>Enter: next region, and the map follows</source>
   <translation>Enter: next region, and the map follows</translation>
  </message>
  <message>
   <source>A: accept, R: reject</source>
   <translation>A: accept, R: reject</translation>
  </message>
  <message>
   <source>Region {rank}, relevance {percent} %</source>
   <translation>Region {rank}, relevance {percent} %</translation>
  </message>
  <message>
   <source>{size} m regions, cosine {score}</source>
   <translation>{size} m regions, cosine {score}</translation>
  </message>
  <message>
   <source>Below the threshold: candidate</source>
   <translation>Below the threshold: candidate</translation>
  </message>
  <message>
   <source>Accepted</source>
   <translation>Accepted</translation>
  </message>
  <message>
   <source>Rejected</source>
   <translation>Rejected</translation>
  </message>
  <message>
   <source>Save this search</source>
   <translation>Save this search</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>Raster layers</source>
   <translation>Raster layers</translation>
  </message>
  <message>
   <source>All rasters in their folders, including later ones</source>
   <translation>All rasters in their folders, including later ones</translation>
  </message>
  <message>
   <source>The server runs it automatically while it is running</source>
   <translation>The server runs it automatically while it is running</translation>
  </message>
  <message>
   <source>Interval</source>
   <translation>Interval</translation>
  </message>
  <message>
   <source>Only manually</source>
   <translation>Only manually</translation>
  </message>
  <message>
   <source>Every hour</source>
   <translation>Every hour</translation>
  </message>
  <message>
   <source>Every day</source>
   <translation>Every day</translation>
  </message>
  <message>
   <source>Every week</source>
   <translation>Every week</translation>
  </message>
  <message>
   <source>Concepts and saved searches</source>
   <translation>Concepts and saved searches</translation>
  </message>
  <message>
   <source>Save the marks as a concept ...</source>
   <translation>Save the marks as a concept ...</translation>
  </message>
  <message>
   <source>Save this search ...</source>
   <translation>Save this search ...</translation>
  </message>
  <message>
   <source>Show everything saved</source>
   <translation>Show everything saved</translation>
  </message>
  <message>
   <source>No concept is saved yet</source>
   <translation>No concept is saved yet</translation>
  </message>
  <message>
   <source>Save the marks as a concept</source>
   <translation>Save the marks as a concept</translation>
  </message>
  <message>
   <source>{name} is saved. Regions so far: {count}.</source>
   <translation>{name} is saved. Regions so far: {count}.</translation>
  </message>
  <message>
   <source>{name}: {new} new, {gone} gone, {unchanged} unchanged. {looked_at} of {layers} layers had changed.</source>
   <translation>{name}: {new} new, {gone} gone, {unchanged} unchanged. {looked_at} of {layers} layers had changed.</translation>
  </message>
  <message>
   <source>Name of the concept</source>
   <translation>Name of the concept</translation>
  </message>
  <message>
   <source>{name} is saved: taught by {accepted} accepted and {rejected} rejected.</source>
   <translation>{name} is saved: taught by {accepted} accepted and {rejected} rejected.</translation>
  </message>
  <message>
   <source>Import concepts</source>
   <translation>Import concepts</translation>
  </message>
  <message>
   <source>Concepts (*.tlx)</source>
   <translation>Concepts (*.tlx)</translation>
  </message>
  <message>
   <source>Export the concept</source>
   <translation>Export the concept</translation>
  </message>
  <message>
   <source>{name} was exported to {file}.</source>
   <translation>{name} was exported to {file}.</translation>
  </message>
  <message>
   <source>There is already a concept {name}. Replace it?</source>
   <translation>There is already a concept {name}. Replace it?</translation>
  </message>
  <message>
   <source>Delete the concept {name}?</source>
   <translation>Delete the concept {name}?</translation>
  </message>
  <message>
   <source>Delete the saved search {name}?</source>
   <translation>Delete the saved search {name}?</translation>
  </message>
  <message>
   <source>Accept and reject regions, then save the marks as a concept with the button next to Search.</source>
   <translation>Accept and reject regions, then save the marks as a concept with the button next to Search.</translation>
  </message>
  <message>
   <source>Save a search with the button next to Search, and run it again when there is new imagery.</source>
   <translation>Save a search with the button next to Search, and run it again when there is new imagery.</translation>
  </message>
  <message>
   <source>Concepts</source>
   <translation>Concepts</translation>
  </message>
  <message>
   <source>Search by the concept</source>
   <translation>Search by the concept</translation>
  </message>
  <message>
   <source>Add the concept to the classes</source>
   <translation>Add the concept to the classes</translation>
  </message>
  <message>
   <source>Delete the concept</source>
   <translation>Delete the concept</translation>
  </message>
  <message>
   <source>Run the search again and show what is new</source>
   <translation>Run the search again and show what is new</translation>
  </message>
  <message>
   <source>Show the result of the server's last automatic run</source>
   <translation>Show the result of the server's last automatic run</translation>
  </message>
  <message>
   <source>Refresh the list of saved searches</source>
   <translation>Refresh the list of saved searches</translation>
  </message>
  <message>
   <source>Delete the saved search</source>
   <translation>Delete the saved search</translation>
  </message>
  <message>
   <source>Run again</source>
   <translation>Run again</translation>
  </message>
  <message>
   <source>One region was found.</source>
   <translation>One region was found.</translation>
  </message>
  <message>
   <source>{windows} windows are indexed.</source>
   <translation>{windows} windows are indexed.</translation>
  </message>
  <message>
   <source>{count} regions were found.</source>
   <translation>{count} regions were found.</translation>
  </message>
  <message>
   <source>Accept at least one region first (A).</source>
   <translation>Accept at least one region first (A).</translation>
  </message>
  <message>
   <source>The heat map has been added: the stronger the colour, the better the match.</source>
   <translation>The heat map has been added: the stronger the colour, the better the match.</translation>
  </message>
  <message>
   <source>The best candidates are shown faded.</source>
   <translation>The best candidates are shown faded.</translation>
  </message>
  <message>
   <source>but not … (car park; road)</source>
   <translation>but not … (car park; road)</translation>
  </message>
  <message>
   <source>But not</source>
   <translation>But not</translation>
  </message>
  <message>
   <source>Things that look similar but are not wanted; separate phrases with semicolons</source>
   <translation>Things that look similar but are not wanted; separate phrases with semicolons</translation>
  </message>
  <message>
   <source>What to look for: airport, 저수지 …</source>
   <translation>What to look for: airport, 저수지 …</translation>
  </message>
  <message>
   <source>Selected features</source>
   <translation>Selected features</translation>
  </message>
  <message>
   <source>Drawn area</source>
   <translation>Drawn area</translation>
  </message>
  <message>
   <source>Draw the area to search on the map</source>
   <translation>Draw the area to search on the map</translation>
  </message>
  <message>
   <source>Selected features of the active polygon layer</source>
   <translation>Selected features of the active polygon layer</translation>
  </message>
  <message>
   <source>Side length of the regions on the ground in metres; several values are allowed</source>
   <translation>Side length of the regions on the ground in metres; several values are allowed</translation>
  </message>
  <message>
   <source>Shape of the regions</source>
   <translation>Shape of the regions</translation>
  </message>
  <message>
   <source>Relevance</source>
   <translation>Relevance</translation>
  </message>
  <message>
   <source>Hides less relevant regions in the list and on the map</source>
   <translation>Hides less relevant regions in the list and on the map</translation>
  </message>
  <message>
   <source>Filter regions</source>
   <translation>Filter regions</translation>
  </message>
  <message>
   <source>Sort regions</source>
   <translation>Sort regions</translation>
  </message>
  <message>
   <source>Gallery of large images</source>
   <translation>Gallery of large images</translation>
  </message>
  <message>
   <source>Zoom back to the searched area</source>
   <translation>Zoom back to the searched area</translation>
  </message>
  <message>
   <source>Heat map: how well each place matches</source>
   <translation>Heat map: how well each place matches</translation>
  </message>
  <message>
   <source>Search again, with the accepted and rejected regions as examples</source>
   <translation>Search again, with the accepted and rejected regions as examples</translation>
  </message>
  <message>
   <source>More like the accepted ones</source>
   <translation>More like the accepted ones</translation>
  </message>
  <message>
   <source>Export the accepted regions</source>
   <translation>Export the accepted regions</translation>
  </message>
  <message>
   <source>from {percent} %: {shown} of {count}</source>
   <translation>from {percent} %: {shown} of {count}</translation>
  </message>
  <message>
   <source>Where</source>
   <translation>Where</translation>
  </message>
  <message>
   <source>Merged</source>
   <translation>Merged</translation>
  </message>
  <message>
   <source>Single windows</source>
   <translation>Single windows</translation>
  </message>
  <message>
   <source>Outlines</source>
   <translation>Outlines</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>Size</translation>
  </message>
  <message>
   <source>Shape</source>
   <translation>Shape</translation>
  </message>
  <message>
   <source>All regions</source>
   <translation>All regions</translation>
  </message>
  <message>
   <source>Unmarked</source>
   <translation>Unmarked</translation>
  </message>
  <message>
   <source>Best first</source>
   <translation>Best first</translation>
  </message>
  <message>
   <source>Accepted first</source>
   <translation>Accepted first</translation>
  </message>
  <message>
   <source>or other words</source>
   <translation>or other words</translation>
  </message>
  <message>
   <source>One accepted region was exported to {file}.</source>
   <translation>One accepted region was exported to {file}.</translation>
  </message>
  <message>
   <source>{count} accepted regions were exported to {file}.</source>
   <translation>{count} accepted regions were exported to {file}.</translation>
  </message>
  <message>
   <source>Search the map for {what}</source>
   <translation>Search the map for {what}</translation>
  </message>
  <message>
   <source>Matching names</source>
   <translation>Matching names</translation>
  </message>
  <message>
   <source>Search this layer by text</source>
   <translation>Search this layer by text</translation>
  </message>
  <message>
   <source>Label this layer</source>
   <translation>Label this layer</translation>
  </message>
  <message>
   <source>Index this layer</source>
   <translation>Index this layer</translation>
  </message>
  <message>
   <source>Region sizes in metres, separated by commas</source>
   <translation>Region sizes in metres, separated by commas</translation>
  </message>
  <message>
   <source>Pixel size in metres if the layer has to be rendered</source>
   <translation>Pixel size in metres if the layer has to be rendered</translation>
  </message>
  <message>
   <source>Raster layer</source>
   <translation>Raster layer</translation>
  </message>
  <message>
   <source>Extent</source>
   <translation>Extent</translation>
  </message>
  <message>
   <source>The extent does not intersect the layer {name}.</source>
   <translation>The extent does not intersect the layer {name}.</translation>
  </message>
  <message>
   <source>{text} is not a list of numbers: write it like 100, 200.</source>
   <translation>{text} is not a list of numbers: write it like 100, 200.</translation>
  </message>
  <message>
   <source>Finds what a text names in a later layer but not in an earlier one of the same place, or the other way round: new buildings, lost forest. The resolution and CRS of the layers may differ; differences in season or light and shifts of a few pixels do not count as change.</source>
   <translation>Finds what a text names in a later layer but not in an earlier one of the same place, or the other way round: new buildings, lost forest. The resolution and CRS of the layers may differ; differences in season or light and shifts of a few pixels do not count as change.</translation>
  </message>
  <message>
   <source>From the text, otherwise both</source>
   <translation>From the text, otherwise both</translation>
  </message>
  <message>
   <source>Appeared</source>
   <translation>Appeared</translation>
  </message>
  <message>
   <source>Disappeared</source>
   <translation>Disappeared</translation>
  </message>
  <message>
   <source>Both</source>
   <translation>Both</translation>
  </message>
  <message>
   <source>Change heat map</source>
   <translation>Change heat map</translation>
  </message>
  <message>
   <source>Raster layer of the earlier date</source>
   <translation>Raster layer of the earlier date</translation>
  </message>
  <message>
   <source>Direction</source>
   <translation>Direction</translation>
  </message>
  <message>
   <source>Number of regions</source>
   <translation>Number of regions</translation>
  </message>
  <message>
   <source>Compare labels with a reference</source>
   <translation>Compare labels with a reference</translation>
  </message>
  <message>
   <source>Compares labelled polygons with a reference layer: confusion matrix, accuracy, kappa, precision, recall and F1 by class. By feature, each reference polygon gets the label of the polygon at a point inside it; by area, the overlapping area is counted, in square units of the reference layer's CRS.</source>
   <translation>Compares labelled polygons with a reference layer: confusion matrix, accuracy, kappa, precision, recall and F1 by class. By feature, each reference polygon gets the label of the polygon at a point inside it; by area, the overlapping area is counted, in square units of the reference layer's CRS.</translation>
  </message>
  <message>
   <source>Labels and reference</source>
   <translation>Labels and reference</translation>
  </message>
  <message>
   <source>Accuracy</source>
   <translation>Accuracy</translation>
  </message>
  <message>
   <source>Mean F1</source>
   <translation>Mean F1</translation>
  </message>
  <message>
   <source>Compared</source>
   <translation>Compared</translation>
  </message>
  <message>
   <source>Confusion matrix</source>
   <translation>Confusion matrix</translation>
  </message>
  <message>
   <source>Rows are the reference, columns the labels; the darker, the larger the share of the row.</source>
   <translation>Rows are the reference, columns the labels; the darker, the larger the share of the row.</translation>
  </message>
  <message>
   <source>By class</source>
   <translation>By class</translation>
  </message>
  <message>
   <source>Precision</source>
   <translation>Precision</translation>
  </message>
  <message>
   <source>Recall</source>
   <translation>Recall</translation>
  </message>
  <message>
   <source>Reference</source>
   <translation>Reference</translation>
  </message>
  <message>
   <source>By feature</source>
   <translation>By feature</translation>
  </message>
  <message>
   <source>By area</source>
   <translation>By area</translation>
  </message>
  <message>
   <source>Report</source>
   <translation>Report</translation>
  </message>
  <message>
   <source>Accuracy {accuracy}, mean F1 {f1}</source>
   <translation>Accuracy {accuracy}, mean F1 {f1}</translation>
  </message>
  <message>
   <source>Field with the label</source>
   <translation>Field with the label</translation>
  </message>
  <message>
   <source>Field with the class</source>
   <translation>Field with the class</translation>
  </message>
  <message>
   <source>Count</source>
   <translation>Count</translation>
  </message>
  <message>
   <source>Labels and reference do not overlap: check both layers.</source>
   <translation>Labels and reference do not overlap: check both layers.</translation>
  </message>
  <message>
   <source>Give words or a concept, not both: a concept already contains the words it was taught with.</source>
   <translation>Give words or a concept, not both: a concept already contains the words it was taught with.</translation>
  </message>
  <message>
   <source>Type what to look for, or choose a concept.</source>
   <translation>Type what to look for, or choose a concept.</translation>
  </message>
  <message>
   <source>Counts what a text names, such as cars or pools, in a layer or in each polygon of a zone layer, with an interval that shows how certain the count is. A message says when objects are too small for the pixels of the layer.</source>
   <translation>Counts what a text names, such as cars or pools, in a layer or in each polygon of a zone layer, with an interval that shows how certain the count is. A message says when objects are too small for the pixels of the layer.</translation>
  </message>
  <message>
   <source>About {count}, probably {low} to {high}.</source>
   <translation>About {count}, probably {low} to {high}.</translation>
  </message>
  <message>
   <source>No number: the model is too unsure of what it sees. There may be {low} to {high}.</source>
   <translation>No number: the model is too unsure of what it sees. There may be {low} to {high}.</translation>
  </message>
  <message>
   <source>At least {low}: they may stand too close together to be counted one by one.</source>
   <translation>At least {low}: they may stand too close together to be counted one by one.</translation>
  </message>
  <message>
   <source>Zones</source>
   <translation>Zones</translation>
  </message>
  <message>
   <source>Objects</source>
   <translation>Objects</translation>
  </message>
  <message>
   <source>Expected count</source>
   <translation>Expected count</translation>
  </message>
  <message>
   <source>Give zones as polygons.</source>
   <translation>Give zones as polygons.</translation>
  </message>
  <message>
   <source>Similarity heat map</source>
   <translation>Similarity heat map</translation>
  </message>
  <message>
   <source>Maps how well each place of a layer matches a text, as a single-band raster.</source>
   <translation>Maps how well each place of a layer matches a text, as a single-band raster.</translation>
  </message>
  <message>
   <source>Or a taught concept</source>
   <translation>Or a taught concept</translation>
  </message>
  <message>
   <source>Heat map</source>
   <translation>Heat map</translation>
  </message>
  <message>
   <source>Index layer</source>
   <translation>Index layer</translation>
  </message>
  <message>
   <source>Prepares a layer so that searching it is fast. An interrupted run continues where it stopped.</source>
   <translation>Prepares a layer so that searching it is fast. An interrupted run continues where it stopped.</translation>
  </message>
  <message>
   <source>Windows</source>
   <translation>Windows</translation>
  </message>
  <message>
   <source>Label features</source>
   <translation>Label features</translation>
  </message>
  <message>
   <source>Assigns one of the given classes to each polygon, from what the raster layer shows there, without training. All attributes are kept; label, score, margin and the three best classes are appended.</source>
   <translation>Assigns one of the given classes to each polygon, from what the raster layer shows there, without training. All attributes are kept; label, score, margin and the three best classes are appended.</translation>
  </message>
  <message>
   <source>Labelled features</source>
   <translation>Labelled features</translation>
  </message>
  <message>
   <source>There is no preset {name}: choose one of {known}.</source>
   <translation>There is no preset {name}: choose one of {known}.</translation>
  </message>
  <message>
   <source>Label raster layer</source>
   <translation>Label raster layer</translation>
  </message>
  <message>
   <source>Assigns one of the given classes to every place of a layer, without training: as areas, and as a raster with the confidence in its second band. Classes are names separated by semicolons, preset:NAME, or a CSV file.</source>
   <translation>Assigns one of the given classes to every place of a layer, without training: as areas, and as a raster with the confidence in its second band. Classes are names separated by semicolons, preset:NAME, or a CSV file.</translation>
  </message>
  <message>
   <source>Confidence below which it is "other"</source>
   <translation>Confidence below which it is "other"</translation>
  </message>
  <message>
   <source>Class raster</source>
   <translation>Class raster</translation>
  </message>
  <message>
   <source>Areas</source>
   <translation>Areas</translation>
  </message>
  <message>
   <source>Concepts as additional classes</source>
   <translation>Concepts as additional classes</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: label one side at a time.</source>
   <translation>The extent crosses the antimeridian: label one side at a time.</translation>
  </message>
  <message>
   <source>Run a saved search</source>
   <translation>Run a saved search</translation>
  </message>
  <message>
   <source>Searches the layers of a saved search that are new or have changed since its last run, and reports which regions are new, gone or unchanged. Searches are saved in the dock, or by the algorithm Search many layers.</source>
   <translation>Searches the layers of a saved search that are new or have changed since its last run, and reports which regions are new, gone or unchanged. Searches are saved in the dock, or by the algorithm Search many layers.</translation>
  </message>
  <message>
   <source>{new} new, {gone} gone, {unchanged} unchanged.</source>
   <translation>{new} new, {gone} gone, {unchanged} unchanged.</translation>
  </message>
  <message>
   <source>There is no saved search {name}: the server knows {known}.</source>
   <translation>There is no saved search {name}: the server knows {known}.</translation>
  </message>
  <message>
   <source>Name of the saved search</source>
   <translation>Name of the saved search</translation>
  </message>
  <message>
   <source>Search by text</source>
   <translation>Search by text</translation>
  </message>
  <message>
   <source>Finds regions of a layer that match a text, in any of ten languages, best first. Separate phrases with the same meaning by semicolons. A layer that is not indexed yet is indexed first.</source>
   <translation>Finds regions of a layer that match a text, in any of ten languages, best first. Separate phrases with the same meaning by semicolons. A layer that is not indexed yet is indexed first.</translation>
  </message>
  <message>
   <source>Merged windows</source>
   <translation>Merged windows</translation>
  </message>
  <message>
   <source>Shape of regions</source>
   <translation>Shape of regions</translation>
  </message>
  <message>
   <source>Finds what a text names in many raster layers and returns all regions in one table, most relevant first, with the layer of each. If a layer cannot be searched, the reason is reported and the others are still searched.</source>
   <translation>Finds what a text names in many raster layers and returns all regions in one table, most relevant first, with the layer of each. If a layer cannot be searched, the reason is reported and the others are still searched.</translation>
  </message>
  <message>
   <source>Save the search under this name</source>
   <translation>Save the search under this name</translation>
  </message>
  <message>
   <source>Find similar regions</source>
   <translation>Find similar regions</translation>
  </message>
  <message>
   <source>Finds regions that look like the given polygons and unlike others. All polygons count.</source>
   <translation>Finds regions that look like the given polygons and unlike others. All polygons count.</translation>
  </message>
  <message>
   <source>Examples</source>
   <translation>Examples</translation>
  </message>
  <message>
   <source>Counter-examples</source>
   <translation>Counter-examples</translation>
  </message>
  <message>
   <source>{what}: at most {most} polygons are allowed, select some of them.</source>
   <translation>{what}: at most {most} polygons are allowed, select some of them.</translation>
  </message>
  <message>
   <source>Words that describe the same thing</source>
   <translation>Words that describe the same thing</translation>
  </message>
  <message>
   <source>There are no examples: give a layer with at least one polygon.</source>
   <translation>There are no examples: give a layer with at least one polygon.</translation>
  </message>
  <message>
   <source>Teach a concept</source>
   <translation>Teach a concept</translation>
  </message>
  <message>
   <source>Learns a concept from accepted and rejected places and from words, and writes it to a small file: it can then be used to search and label, on this layer and on others.</source>
   <translation>Learns a concept from accepted and rejected places and from words, and writes it to a small file: it can then be used to search and label, on this layer and on others.</translation>
  </message>
  <message>
   <source>Accepted places</source>
   <translation>Accepted places</translation>
  </message>
  <message>
   <source>Rejected places</source>
   <translation>Rejected places</translation>
  </message>
  <message>
   <source>Concept to continue teaching</source>
   <translation>Concept to continue teaching</translation>
  </message>
  <message>
   <source>Concept</source>
   <translation>Concept</translation>
  </message>
  <message>
   <source>There is nothing to learn from: give accepted or rejected places.</source>
   <translation>There is nothing to learn from: give accepted or rejected places.</translation>
  </message>
  <message>
   <source>Airports and ports</source>
   <translation>Airports and ports</translation>
  </message>
  <message>
   <source>CORINE land cover, level 1</source>
   <translation>CORINE land cover, level 1</translation>
  </message>
  <message>
   <source>CORINE land cover, level 2</source>
   <translation>CORINE land cover, level 2</translation>
  </message>
  <message>
   <source>Disaster damage</source>
   <translation>Disaster damage</translation>
  </message>
  <message>
   <source>EuroSAT</source>
   <translation>EuroSAT</translation>
  </message>
  <message>
   <source>RSICD scene labels</source>
   <translation>RSICD scene labels</translation>
  </message>
  <message>
   <source>Rendered sample</source>
   <translation>Rendered sample</translation>
  </message>
  <message>
   <source>UC Merced Land Use</source>
   <translation>UC Merced Land Use</translation>
  </message>
 </context>
</TS>
