<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
 <context>
  <name>Terralex</name>
  <message>
   <source>The local server did not start: see the end of its log.</source>
   <translation>Le serveur local n'a pas démarré : la fin de son journal dit pourquoi.</translation>
  </message>
  <message>
   <source>Waiting for the server</source>
   <translation>En attente du serveur</translation>
  </message>
  <message>
   <source>There is no terralex at {program}: choose another one.</source>
   <translation>Il n'y a pas de terralex à {program} : choisissez-en un autre.</translation>
  </message>
  <message>
   <source>The local server is not installed: install it in the Terralex options.</source>
   <translation>Le serveur local n'est pas installé : installez-le dans les options de Terralex.</translation>
  </message>
  <message>
   <source>{program} cannot be started.</source>
   <translation>{program} ne peut pas être lancé.</translation>
  </message>
  <message>
   <source>Size of the indexes</source>
   <translation>Taille des index</translation>
  </message>
  <message>
   <source>Deleting the indexes</source>
   <translation>Suppression des index</translation>
  </message>
  <message>
   <source>New</source>
   <translation>Nouveau</translation>
  </message>
  <message>
   <source>Gone</source>
   <translation>Disparu</translation>
  </message>
  <message>
   <source>Unchanged</source>
   <translation>Inchangé</translation>
  </message>
  <message>
   <source>The server's reply was incomplete: try again.</source>
   <translation>La réponse du serveur a été coupée : réessayez.</translation>
  </message>
  <message>
   <source>{file} is not a Terralex concept.</source>
   <translation>{file} n'est pas un concept de Terralex.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be read: check that it exists.</source>
   <translation>Le concept {file} ne peut pas être lu : vérifiez qu'il est bien là.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be written.</source>
   <translation>Le concept {file} ne peut pas être écrit à cet endroit.</translation>
  </message>
  <message>
   <source>The concept {file} cannot be deleted.</source>
   <translation>Le concept {file} ne peut pas être supprimé.</translation>
  </message>
  <message>
   <source>No server is set: enter its address in the Terralex options.</source>
   <translation>Aucun serveur n'est défini : donnez son adresse dans les options de Terralex.</translation>
  </message>
  <message>
   <source>{url} is not an address: write it like https://gpu.example.org:8765.</source>
   <translation>{url} n'est pas une adresse : écrivez-la comme https://gpu.example.org:8765.</translation>
  </message>
  <message>
   <source>QGIS could not store the token: unlock the authentication database and try again.</source>
   <translation>QGIS n'a pas pu garder le jeton : déverrouillez sa base d'authentification et réessayez.</translation>
  </message>
  <message>
   <source>The local server is not running: start it in the Terralex options.</source>
   <translation>Le serveur local ne tourne pas : démarrez-le dans les options de Terralex.</translation>
  </message>
  <message>
   <source>The token of the local server cannot be read: restart the server in the options.</source>
   <translation>Le jeton du serveur local est illisible : redémarrez le serveur dans les options.</translation>
  </message>
  <message>
   <source>{percent} % indexed: a search indexes the rest</source>
   <translation>{percent} % indexé : la recherche indexe le reste</translation>
  </message>
  <message>
   <source>QGIS renders this layer at {metres} m per pixel and sends the image.</source>
   <translation>QGIS dessine cette couche à {metres} m par pixel et envoie l'image.</translation>
  </message>
  <message>
   <source>Indexed: searching here is fast</source>
   <translation>Indexé : ici une recherche prend un instant</translation>
  </message>
  <message>
   <source>Not indexed yet: the first search here takes longer</source>
   <translation>Pas encore indexé : ici la première recherche prend plus de temps</translation>
  </message>
  <message>
   <source>Index status</source>
   <translation>État de l’index</translation>
  </message>
  <message>
   <source>The server cannot read this file: QGIS renders it at {metres} m per pixel and sends the image.</source>
   <translation>Le serveur ne peut pas lire ce fichier : QGIS le dessine à {metres} m par pixel et envoie l'image.</translation>
  </message>
  <message>
   <source>{package} does not exist: choose a wheel file or a folder.</source>
   <translation>{package} n'existe pas : choisissez un fichier wheel ou un dossier.</translation>
  </message>
  <message>
   <source>Creating the environment</source>
   <translation>Création d'un environnement</translation>
  </message>
  <message>
   <source>Installing PyTorch for CUDA</source>
   <translation>Installation de PyTorch pour CUDA</translation>
  </message>
  <message>
   <source>Installing PyTorch for the CPU</source>
   <translation>Installation de PyTorch pour le processeur</translation>
  </message>
  <message>
   <source>Installing Terralex</source>
   <translation>Installation de Terralex</translation>
  </message>
  <message>
   <source>Loading the model once</source>
   <translation>Premier chargement du modèle</translation>
  </message>
  <message>
   <source>Make a polygon layer the active layer and select features in it.</source>
   <translation>Rendez active une couche de polygones et sélectionnez-y des entités.</translation>
  </message>
  <message>
   <source>Nothing is selected in {name}.</source>
   <translation>Rien n'est sélectionné dans {name}.</translation>
  </message>
  <message>
   <source>Choose at most {most} examples of each kind.</source>
   <translation>Choisissez au plus {most} exemples de chaque sorte.</translation>
  </message>
  <message>
   <source>An example must be a polygon.</source>
   <translation>Un exemple doit être un polygone.</translation>
  </message>
  <message>
   <source>This location cannot be expressed in longitude and latitude.</source>
   <translation>Ce lieu n'a ni longitude ni latitude.</translation>
  </message>
  <message>
   <source>The map scale cannot be determined here: zoom in on the layer.</source>
   <translation>L'échelle de la carte ne peut pas être déterminée ici : zoomez sur la couche.</translation>
  </message>
  <message>
   <source>This part of the map cannot be expressed in {crs}: zoom in on the layer.</source>
   <translation>Cette partie de la carte ne peut pas s'exprimer en {crs} : zoomez sur la couche.</translation>
  </message>
  <message>
   <source>Heat map: {what}</source>
   <translation>Carte de chaleur : {what}</translation>
  </message>
  <message>
   <source>A heat map needs words: type what to look for.</source>
   <translation>Une carte de chaleur se dessine à partir de mots : saisissez ce qu'il faut chercher.</translation>
  </message>
  <message>
   <source>Index: {what}</source>
   <translation>Index : {what}</translation>
  </message>
  <message>
   <source>Removing the local server</source>
   <translation>Suppression du serveur local</translation>
  </message>
  <message>
   <source>An installation is already running.</source>
   <translation>Une installation est en cours.</translation>
  </message>
  <message>
   <source>The installation was stopped.</source>
   <translation>L'installation a été arrêtée.</translation>
  </message>
  <message>
   <source>{what} failed: see the last lines of the log.</source>
   <translation>{what} : échec, les dernières lignes du journal disent pourquoi.</translation>
  </message>
  <message>
   <source>Installed</source>
   <translation>Installé</translation>
  </message>
  <message>
   <source>{message} (about {minutes} min left)</source>
   <translation>{message} (encore {minutes} min environ)</translation>
  </message>
  <message>
   <source>Waiting in the queue</source>
   <translation>En file d’attente</translation>
  </message>
  <message>
   <source>{message} (about {seconds} s left)</source>
   <translation>{message} (encore {seconds} s environ)</translation>
  </message>
  <message>
   <source>The job was stopped on the server.</source>
   <translation>La tâche a été arrêtée sur le serveur.</translation>
  </message>
  <message>
   <source>Cancelled.</source>
   <translation>Annulé.</translation>
  </message>
  <message>
   <source>The server is not responding: trying again</source>
   <translation>Le serveur ne répond pas : nouvel essai</translation>
  </message>
  <message>
   <source>Choose a polygon layer with the features to label.</source>
   <translation>Choisissez une couche de polygones dont les entités sont à étiqueter.</translation>
  </message>
  <message>
   <source>Fetching the labels</source>
   <translation>Récupération des étiquettes</translation>
  </message>
  <message>
   <source>Add at least two classes.</source>
   <translation>Nommez au moins deux classes.</translation>
  </message>
  <message>
   <source>{file} has the unknown column {column}: known columns are {known}.</source>
   <translation>{file} a une colonne inconnue, {column} : les colonnes connues sont {known}.</translation>
  </message>
  <message>
   <source>The class {name} exists twice: rename one.</source>
   <translation>La classe {name} figure deux fois : renommez-en une.</translation>
  </message>
  <message>
   <source>{file}, line {line} has no name.</source>
   <translation>{file}, ligne {line} : il manque un nom.</translation>
  </message>
  <message>
   <source>{file}, line {line}: {colour} is not a colour, write it like #3366cc.</source>
   <translation>{file}, ligne {line} : {colour} n'est pas une couleur, écrivez-la comme #3366cc.</translation>
  </message>
  <message>
   <source>Label: {what}</source>
   <translation>Étiquetage : {what}</translation>
  </message>
  <message>
   <source>The features lie outside the layer {name}.</source>
   <translation>Les entités sont hors de la couche {name}.</translation>
  </message>
  <message>
   <source>The layer {name} has no polygons to label.</source>
   <translation>La couche {name} n'a pas de polygones à étiqueter.</translation>
  </message>
  <message>
   <source>The server's result cannot be opened: try again.</source>
   <translation>Le résultat du serveur ne peut pas être ouvert : réessayez.</translation>
  </message>
  <message>
   <source>Choose a raster layer to search in.</source>
   <translation>Choisissez une couche raster où chercher.</translation>
  </message>
  <message>
   <source>The layer {name} cannot be opened: repair its data source.</source>
   <translation>La couche {name} ne peut pas être ouverte : réparez sa source.</translation>
  </message>
  <message>
   <source>The layer {name} has no CRS: set one.</source>
   <translation>La couche {name} n'a pas de système de référence : définissez-en un.</translation>
  </message>
  <message>
   <source>The server is assembling the image</source>
   <translation>Le serveur assemble l'image</translation>
  </message>
  <message>
   <source>Sending the image of {name}</source>
   <translation>Envoi de l'image de {name}</translation>
  </message>
  <message>
   <source>The layer {name} shows nothing here: check on the map whether its service is responding.</source>
   <translation>La couche {name} ne montre rien ici : regardez sur la carte si son service répond.</translation>
  </message>
  <message>
   <source>The layer {name} has no extent of its own: search in the extent of the map.</source>
   <translation>La couche {name} n'a pas d'emprise propre : cherchez dans l'emprise de la carte.</translation>
  </message>
  <message>
   <source>The layer {name} cannot be drawn: {reason}.</source>
   <translation>La couche {name} ne peut pas être dessinée : {reason}.</translation>
  </message>
  <message>
   <source>The server could not assemble the image: try again.</source>
   <translation>Le serveur n'a pas pu assembler l'image : réessayez.</translation>
  </message>
  <message>
   <source>The server cannot read the file: sending its image instead</source>
   <translation>Le serveur n'a pas le droit de lire le fichier : son image est envoyée à la place</translation>
  </message>
  <message>
   <source>Sending {name}</source>
   <translation>Envoi de {name}</translation>
  </message>
  <message>
   <source>Models on the server</source>
   <translation>Modèles du serveur</translation>
  </message>
  <message>
   <source>{have} million pixels would be sent, the limit is {most} million: zoom in or choose larger regions.</source>
   <translation>{have} millions de pixels seraient envoyés, la limite est de {most} millions : zoomez ou choisissez de plus grandes régions.</translation>
  </message>
  <message>
   <source>the table {table} is missing</source>
   <translation>la table {table} manque</translation>
  </message>
  <message>
   <source>it is not a raster</source>
   <translation>ce n'est pas un raster</translation>
  </message>
  <message>
   <source>No Python {least} or newer was found: set one in the Terralex options.</source>
   <translation>Aucun Python {least} ou plus récent trouvé : indiquez-en un dans les options de Terralex.</translation>
  </message>
  <message>
   <source>Python {version} cannot make environments here: install python{version}-venv, then try again.</source>
   <translation>Python {version} ne peut pas créer d'environnements ici : installez python{version}-venv, puis réessayez.</translation>
  </message>
  <message>
   <source>This plugin does not understand the server's reply: check that both have the same version.</source>
   <translation>Cette extension ne comprend pas la réponse du serveur : ont-ils la même version ?</translation>
  </message>
  <message>
   <source>The server does not accept the token: enter it again in the options of Terralex.</source>
   <translation>Le serveur refuse le jeton : saisissez-le de nouveau dans les options de Terralex.</translation>
  </message>
  <message>
   <source>The server failed (500): see its log.</source>
   <translation>Le serveur a échoué (500) : son journal dit pourquoi.</translation>
  </message>
  <message>
   <source>The server is not available ({status}): try again later.</source>
   <translation>Le serveur n'est pas disponible ({status}) : réessayez plus tard.</translation>
  </message>
  <message>
   <source>The server refused the request ({status}).</source>
   <translation>Le serveur a refusé la demande ({status}).</translation>
  </message>
  <message>
   <source>The reply is incomplete or not JSON: check that there is a Terralex server at this address.</source>
   <translation>La réponse est coupée ou n'est pas du JSON : y a-t-il un serveur Terralex à cette adresse ?</translation>
  </message>
  <message>
   <source>This is more than the server accepts at once: choose a smaller extent.</source>
   <translation>C'est plus que le serveur n'accepte en une fois : choisissez une emprise plus petite.</translation>
  </message>
  <message>
   <source>The layer with the regions has been removed: search again.</source>
   <translation>La couche des régions a été supprimée : cherchez de nouveau.</translation>
  </message>
  <message>
   <source>{file} cannot be written: {reason}.</source>
   <translation>{file} ne peut pas être écrit : {reason}.</translation>
  </message>
  <message>
   <source>another program is writing to it</source>
   <translation>un autre programme y écrit</translation>
  </message>
  <message>
   <source>the disk is full</source>
   <translation>le disque est plein</translation>
  </message>
  <message>
   <source>it cannot be opened</source>
   <translation>ouverture impossible</translation>
  </message>
  <message>
   <source>permission denied</source>
   <translation>permission refusée</translation>
  </message>
  <message>
   <source>Draw an area on the map first.</source>
   <translation>Dessinez d'abord une zone sur la carte.</translation>
  </message>
  <message>
   <source>The layer {name} is outside this part of the map: zoom to it.</source>
   <translation>La couche {name} n'est pas dans cette partie de la carte : zoomez sur elle.</translation>
  </message>
  <message>
   <source>The area lies outside the layer {name}.</source>
   <translation>La zone se trouve hors de la couche {name}.</translation>
  </message>
  <message>
   <source>The selected features lie outside the layer {name}.</source>
   <translation>Les entités sélectionnées sont hors de la couche {name}.</translation>
  </message>
  <message>
   <source>Similar to the examples</source>
   <translation>Comme les exemples</translation>
  </message>
  <message>
   <source>Type what to look for, or mark an example on the map.</source>
   <translation>Tapez ce que vous cherchez, ou choisissez un exemple sur la carte.</translation>
  </message>
  <message>
   <source>Search: {what}</source>
   <translation>Recherche : {what}</translation>
  </message>
  <message>
   <source>Writing {count} regions</source>
   <translation>Écriture de {count} régions</translation>
  </message>
  <message>
   <source>The server is preparing</source>
   <translation>Le serveur se prépare</translation>
  </message>
  <message>
   <source>Searching</source>
   <translation>Recherche en cours</translation>
  </message>
  <message>
   <source>Reading the class names</source>
   <translation>Lecture des noms des classes</translation>
  </message>
  <message>
   <source>Reading the index</source>
   <translation>Lecture de l'index</translation>
  </message>
  <message>
   <source>Placing windows over the features</source>
   <translation>Pose des fenêtres sur les entités</translation>
  </message>
  <message>
   <source>Comparing</source>
   <translation>Comparaison</translation>
  </message>
  <message>
   <source>Labelling everything together</source>
   <translation>Étiquetage de l'ensemble</translation>
  </message>
  <message>
   <source>Smoothing</source>
   <translation>Lissage</translation>
  </message>
  <message>
   <source>Labelling the area</source>
   <translation>Étiquetage de la zone</translation>
  </message>
  <message>
   <source>Looking for gaps</source>
   <translation>Recherche de lacunes</translation>
  </message>
  <message>
   <source>Writing the result</source>
   <translation>Écriture du résultat</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>Terminé</translation>
  </message>
  <message>
   <source>The server cannot read the layer.</source>
   <translation>Le serveur ne peut pas lire la couche.</translation>
  </message>
  <message>
   <source>The layer is not georeferenced.</source>
   <translation>La couche n'est pas géoréférencée.</translation>
  </message>
  <message>
   <source>The layer has no pixels here.</source>
   <translation>La couche n'a pas de pixels ici.</translation>
  </message>
  <message>
   <source>This lies outside the layer.</source>
   <translation>C'est en dehors de la couche.</translation>
  </message>
  <message>
   <source>The server cannot use one of the values.</source>
   <translation>Le serveur ne peut pas utiliser l'une des valeurs.</translation>
  </message>
  <message>
   <source>The concept was taught with another model: choose its model in the options.</source>
   <translation>Le concept a été appris avec un autre modèle : choisissez son modèle dans les options.</translation>
  </message>
  <message>
   <source>There are no words to search for.</source>
   <translation>Il n'y a pas de mots à chercher.</translation>
  </message>
  <message>
   <source>The server does not have the model.</source>
   <translation>Le serveur n'a pas ce modèle.</translation>
  </message>
  <message>
   <source>The index of the layer cannot be used.</source>
   <translation>L'index de la couche est inutilisable.</translation>
  </message>
  <message>
   <source>The server's disk is full.</source>
   <translation>Le disque du serveur est plein.</translation>
  </message>
  <message>
   <source>The server does not have enough memory for this.</source>
   <translation>Le serveur n'a pas assez de mémoire pour cela.</translation>
  </message>
  <message>
   <source>The server is too busy: try again later.</source>
   <translation>Le serveur a trop à faire : réessayez plus tard.</translation>
  </message>
  <message>
   <source>The server no longer knows the layer: try again.</source>
   <translation>Le serveur ne connaît plus la couche : réessayez.</translation>
  </message>
  <message>
   <source>The server has no space left for images.</source>
   <translation>Le serveur n'a plus de place pour des images.</translation>
  </message>
  <message>
   <source>The server is not allowed to fetch this online layer.</source>
   <translation>Le serveur n'a pas le droit d'interroger cette couche en ligne.</translation>
  </message>
  <message>
   <source>The server failed: see its log.</source>
   <translation>Le serveur a échoué : son journal dit pourquoi.</translation>
  </message>
  <message>
   <source>Indexing: {done} of {total} windows</source>
   <translation>Indexation : {done} fenêtres sur {total}</translation>
  </message>
  <message>
   <source>{done} of {total} windows</source>
   <translation>{done} fenêtres sur {total}</translation>
  </message>
  <message>
   <source>Size of the local server</source>
   <translation>Taille du serveur local</translation>
  </message>
  <message>
   <source>An error occurred in the plugin: {error}.</source>
   <translation>Une erreur s'est produite dans l'extension : {error}.</translation>
  </message>
  <message>
   <source>Teach: {what}</source>
   <translation>Apprentissage : {what}</translation>
  </message>
  <message>
   <source>There is nothing to learn from: accept or reject a region first.</source>
   <translation>Il n’y a rien à apprendre : acceptez ou rejetez d’abord une région.</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: draw one side at a time.</source>
   <translation>L'emprise traverse l'antiméridien : dessinez un côté à la fois.</translation>
  </message>
  <message>
   <source>Thumbnails of the regions</source>
   <translation>Images des régions</translation>
  </message>
  <message>
   <source>The server at {url} did not respond in time: check whether it is busy.</source>
   <translation>Le serveur {url} n’a pas répondu à temps : vérifiez s’il est occupé.</translation>
  </message>
  <message>
   <source>The server at {url} does not respond: {reason}.</source>
   <translation>Le serveur {url} ne répond pas : {reason}.</translation>
  </message>
  <message>
   <source>Windows of {metres} m are too large to show “{words}” well: choose a smaller extent or smaller windows.</source>
   <translation>Des fenêtres de {metres} m sont trop grandes pour bien montrer « {words} » : choisissez une emprise ou des fenêtres plus petites.</translation>
  </message>
  <message>
   <source>Nothing reaches a relevance of {least} %, the best match has {best} %: try other words or a lower threshold in the options.</source>
   <translation>Rien n'atteint une pertinence de {least} %, le meilleur résultat a {best} % : essayez d'autres mots ou un seuil plus bas dans les options.</translation>
  </message>
  <message>
   <source>Pixels of {metres} m are too coarse to show “{words}” well.</source>
   <translation>Des pixels de {metres} m sont trop grossiers pour bien montrer « {words} ».</translation>
  </message>
  <message>
   <source>The model does not know the words “{words}”. The nearest known words: {nearest}.</source>
   <translation>Le modèle ne connaît pas les mots « {words} ». Les plus proches qu'il connaît : {nearest}.</translation>
  </message>
  <message>
   <source>Nothing was relevant enough: try other words or a lower threshold in the options.</source>
   <translation>Rien n'était assez pertinent : essayez d'autres mots ou un seuil plus bas dans les options.</translation>
  </message>
  <message>
   <source>Nothing here looks like “{words}”: the best match has a relevance of {best} %.</source>
   <translation>Rien ici ne ressemble à « {words} » : le meilleur résultat a une pertinence de {best} %.</translation>
  </message>
  <message>
   <source>The model does not know the words “{words}”: try other words.</source>
   <translation>Le modèle ne connaît pas les mots « {words} » : essayez-en d'autres.</translation>
  </message>
  <message>
   <source>Only words or a concept can be saved as a search: type what to look for.</source>
   <translation>Seuls des mots ou un concept peuvent être enregistrés comme recherche : saisissez ce qu’il faut chercher.</translation>
  </message>
  <message>
   <source>Saved searches</source>
   <translation>Recherches enregistrées</translation>
  </message>
  <message>
   <source>Saved search: {what}</source>
   <translation>Recherche enregistrée : {what}</translation>
  </message>
  <message>
   <source>Choose at least one raster layer.</source>
   <translation>Choisissez au moins une couche raster.</translation>
  </message>
  <message>
   <source>More tools for this layer</source>
   <translation>Autres outils pour cette couche</translation>
  </message>
  <message>
   <source>Compare two dates</source>
   <translation>Comparer deux dates</translation>
  </message>
  <message>
   <source>Count objects</source>
   <translation>Compter les objets</translation>
  </message>
  <message>
   <source>Search many layers</source>
   <translation>Rechercher dans plusieurs couches</translation>
  </message>
  <message>
   <source>The Processing plugin is off: enable it in the plugin manager.</source>
   <translation>L’extension Traitement est désactivée : activez-la dans le gestionnaire d’extensions.</translation>
  </message>
  <message>
   <source>{area} m²</source>
   <translation>{area} m²</translation>
  </message>
  <message>
   <source>mean confidence {percent} %</source>
   <translation>confiance moyenne {percent} %</translation>
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
   <translation>Supprimer le serveur local ? Les index et les résultats restent.</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>Démarrer</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>Arrêter</translation>
  </message>
  <message>
   <source>Restart</source>
   <translation>Redémarrer</translation>
  </message>
  <message>
   <source>Install</source>
   <translation>Installer</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Annuler</translation>
  </message>
  <message>
   <source>Progress</source>
   <translation>Progression</translation>
  </message>
  <message>
   <source>Log</source>
   <translation>Journal</translation>
  </message>
  <message>
   <source>Start it with the first search</source>
   <translation>Le démarrer à la première recherche</translation>
  </message>
  <message>
   <source>the home folder</source>
   <translation>le dossier personnel</translation>
  </message>
  <message>
   <source>Folders the server can read, separated by {mark}</source>
   <translation>Dossiers que le serveur peut lire, séparés par {mark}</translation>
  </message>
  <message>
   <source>Runs on</source>
   <translation>Tourne sur</translation>
  </message>
  <message>
   <source>Readable folders</source>
   <translation>Dossiers lisibles</translation>
  </message>
  <message>
   <source>A wheel file, a source folder, or a package name</source>
   <translation>Un fichier wheel, un dossier avec le code source ou le nom d'un paquet</translation>
  </message>
  <message>
   <source>detected automatically</source>
   <translation>détecté automatiquement</translation>
  </message>
  <message>
   <source>The Python used to create the server's environment</source>
   <translation>Le Python qui sert à créer l'environnement du serveur</translation>
  </message>
  <message>
   <source>the plugin's own</source>
   <translation>celui de l'extension</translation>
  </message>
  <message>
   <source>A terralex that is there already: its program, or the folder of its environment</source>
   <translation>Un terralex déjà installé : son programme ou le dossier de son environnement</translation>
  </message>
  <message>
   <source>Existing Terralex</source>
   <translation>Terralex existant</translation>
  </message>
  <message>
   <source>Install from</source>
   <translation>Installer depuis</translation>
  </message>
  <message>
   <source>Reinstall</source>
   <translation>Réinstaller</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Supprimer</translation>
  </message>
  <message>
   <source>Installation</source>
   <translation>Installation</translation>
  </message>
  <message>
   <source>Not installed: needs Python 3.11 or newer and about {size} GB; {free} GB are free.</source>
   <translation>Non installé : il faut Python 3.11 ou plus récent et environ {size} Go ; {free} Go sont libres.</translation>
  </message>
  <message>
   <source>{size} GB</source>
   <translation>{size} Go</translation>
  </message>
  <message>
   <source>Choose</source>
   <translation>Choisir</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>Automatique</translation>
  </message>
  <message>
   <source>for the CPU (small)</source>
   <translation>pour le processeur (petit)</translation>
  </message>
  <message>
   <source>for CUDA (large)</source>
   <translation>pour CUDA (grand)</translation>
  </message>
  <message>
   <source>Installed, not running</source>
   <translation>Installé, ne tourne pas</translation>
  </message>
  <message>
   <source>Starting…</source>
   <translation>Démarrage…</translation>
  </message>
  <message>
   <source>Running</source>
   <translation>En marche</translation>
  </message>
  <message>
   <source>Texts that describe the class, separated by semicolons; the name alone is enough</source>
   <translation>Textes qui décrivent la classe, séparés par des points-virgules ; le nom seul suffit</translation>
  </message>
  <message>
   <source>your concept</source>
   <translation>votre concept</translation>
  </message>
  <message>
   <source>Double-click to change the colour</source>
   <translation>Double-cliquez pour changer la couleur</translation>
  </message>
  <message>
   <source>Class</source>
   <translation>Classe</translation>
  </message>
  <message>
   <source>Prompts</source>
   <translation>Textes</translation>
  </message>
  <message>
   <source>Choose a preset, open a CSV file, or add your own classes: a name is enough.</source>
   <translation>Choisissez un préréglage, ouvrez un fichier CSV ou ajoutez vos propres classes : un nom suffit.</translation>
  </message>
  <message>
   <source>Classes</source>
   <translation>Classes</translation>
  </message>
  <message>
   <source>Colour of the class</source>
   <translation>Couleur de la classe</translation>
  </message>
  <message>
   <source>Go back to words</source>
   <translation>Revenir aux mots</translation>
  </message>
  <message>
   <source>Concept: {name}</source>
   <translation>Concept : {name}</translation>
  </message>
  <message>
   <source>{accepted} accepted, {rejected} rejected, {model}</source>
   <translation>{accepted} acceptées, {rejected} rejetées, {model}</translation>
  </message>
  <message>
   <source>{time}: {new} new, {gone} gone, {unchanged} unchanged</source>
   <translation>{time} : {new} nouvelles, {gone} disparues, {unchanged} inchangées</translation>
  </message>
  <message>
   <source>not run yet</source>
   <translation>pas encore exécutée</translation>
  </message>
  <message>
   <source>Stopping</source>
   <translation>Arrêt en cours</translation>
  </message>
  <message>
   <source>Stopped.</source>
   <translation>Arrêté.</translation>
  </message>
  <message>
   <source>Starting the local server</source>
   <translation>Démarrage du serveur local</translation>
  </message>
  <message>
   <source>Contacting the server</source>
   <translation>Demande au serveur</translation>
  </message>
  <message>
   <source>Let the server read this folder</source>
   <translation>Autoriser le serveur à lire ce dossier</translation>
  </message>
  <message>
   <source>Search the map by text</source>
   <translation>Chercher dans la carte par le texte</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>Recherche</translation>
  </message>
  <message>
   <source>Labels</source>
   <translation>Étiquettes</translation>
  </message>
  <message>
   <source>Saved</source>
   <translation>Enregistré</translation>
  </message>
  <message>
   <source>Terralex options</source>
   <translation>Options de Terralex</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Aide</translation>
  </message>
  <message>
   <source>Draw a box around an example on the map</source>
   <translation>Tracer un cadre autour d'un exemple sur la carte</translation>
  </message>
  <message>
   <source>Draw a box around a counter-example on the map</source>
   <translation>Tracer un cadre autour d’un contre-exemple sur la carte</translation>
  </message>
  <message>
   <source>Take the selected features as examples</source>
   <translation>Prendre les entités sélectionnées comme exemples</translation>
  </message>
  <message>
   <source>Clear the examples</source>
   <translation>Effacer les exemples</translation>
  </message>
  <message>
   <source>Take the selected features as counter-examples</source>
   <translation>Prendre les entités sélectionnées comme contre-exemples</translation>
  </message>
  <message>
   <source>This lies outside the layer {name}: draw the box on the layer.</source>
   <translation>C'est en dehors de la couche {name} : tracez le cadre dessus.</translation>
  </message>
  <message>
   <source>Draw a box on the map</source>
   <translation>Tracez un cadre sur la carte</translation>
  </message>
  <message>
   <source>{like} positive, {unlike} negative examples</source>
   <translation>{like} exemples positifs, {unlike} négatifs</translation>
  </message>
  <message>
   <source>Examples (optional)</source>
   <translation>Exemples (facultatif)</translation>
  </message>
  <message>
   <source>One class was found.</source>
   <translation>Une classe trouvée.</translation>
  </message>
  <message>
   <source>{count} classes were found.</source>
   <translation>{count} classes trouvées.</translation>
  </message>
  <message>
   <source>This feature has no label.</source>
   <translation>Cette entité n'a pas d'étiquette.</translation>
  </message>
  <message>
   <source>{what} (raster)</source>
   <translation>{what} (raster)</translation>
  </message>
  <message>
   <source>The layer with the labels has been removed: label again.</source>
   <translation>La couche des étiquettes a été supprimée : étiquetez de nouveau.</translation>
  </message>
  <message>
   <source>This place has no label.</source>
   <translation>Cet endroit n'a pas d'étiquette.</translation>
  </message>
  <message>
   <source>Own classes</source>
   <translation>Classes personnelles</translation>
  </message>
  <message>
   <source>Label</source>
   <translation>Étiqueter</translation>
  </message>
  <message>
   <source>Extent of the map</source>
   <translation>Emprise de la carte</translation>
  </message>
  <message>
   <source>Whole layer</source>
   <translation>Couche entière</translation>
  </message>
  <message>
   <source>Features of a polygon layer</source>
   <translation>Entités d'une couche de polygones</translation>
  </message>
  <message>
   <source>Selected only</source>
   <translation>Sélection seulement</translation>
  </message>
  <message>
   <source>Polygons</source>
   <translation>Polygones</translation>
  </message>
  <message>
   <source>Preset</source>
   <translation>Préréglage</translation>
  </message>
  <message>
   <source>Preset…</source>
   <translation>Préréglage…</translation>
  </message>
  <message>
   <source>Add a class</source>
   <translation>Ajouter une classe</translation>
  </message>
  <message>
   <source>Remove the selected classes</source>
   <translation>Retirer les classes sélectionnées</translation>
  </message>
  <message>
   <source>Load classes from CSV</source>
   <translation>Ouvrir des classes d'un CSV</translation>
  </message>
  <message>
   <source>Save classes as CSV</source>
   <translation>Enregistrer les classes en CSV</translation>
  </message>
  <message>
   <source>Add one of your concepts as a class</source>
   <translation>Ajouter un de vos concepts comme classe</translation>
  </message>
  <message>
   <source>Below this confidence (0 to 1), the label is "other"</source>
   <translation>Ce qui est moins sûr que cette valeur, de 0 à 1, n'appartient à aucune classe</translation>
  </message>
  <message>
   <source>automatic</source>
   <translation>automatique</translation>
  </message>
  <message>
   <source>Influence of overlapping windows on each other, from 0 to 1</source>
   <translation>Influence mutuelle des fenêtres qui se recouvrent, de 0 à 1</translation>
  </message>
  <message>
   <source>Label everything together</source>
   <translation>Tout étiqueter ensemble</translation>
  </message>
  <message>
   <source>Transduction: windows support each other's classes; often better, sometimes worse</source>
   <translation>Transduction : les fenêtres s'aident à trouver leurs classes ; souvent mieux, parfois moins bien</translation>
  </message>
  <message>
   <source>More</source>
   <translation>Plus</translation>
  </message>
  <message>
   <source>{file} cannot be read: check that it exists and is UTF-8.</source>
   <translation>{file} est illisible : vérifiez qu'il existe et qu'il est en UTF-8.</translation>
  </message>
  <message>
   <source>Layer</source>
   <translation>Couche</translation>
  </message>
  <message>
   <source>"Other" below</source>
   <translation>« Autre » en dessous de</translation>
  </message>
  <message>
   <source>Save the area of each class as CSV</source>
   <translation>Enregistrer la surface de chaque classe en CSV</translation>
  </message>
  <message>
   <source>Click features on the map to see their three best classes</source>
   <translation>Cliquer des entités sur la carte pour voir leurs trois meilleures classes</translation>
  </message>
  <message>
   <source>Three best classes on click</source>
   <translation>Trois meilleures classes au clic</translation>
  </message>
  <message>
   <source>Draw areas paler where their class is less certain</source>
   <translation>Dessiner plus pâles les surfaces dont la classe est moins sûre</translation>
  </message>
  <message>
   <source>Set up the server</source>
   <translation>Configurer le serveur</translation>
  </message>
  <message>
   <source>Delete all indexes? The next search of each layer will take longer. Results are kept.</source>
   <translation>Supprimer tous les index ? La prochaine recherche dans chaque couche sera de nouveau plus longue. Les résultats restent.</translation>
  </message>
  <message>
   <source>Copied.</source>
   <translation>Copié.</translation>
  </message>
  <message>
   <source>The server responds and accepts the token.</source>
   <translation>Le serveur répond et accepte le jeton.</translation>
  </message>
  <message>
   <source>Server default</source>
   <translation>Valeur par défaut du serveur</translation>
  </message>
  <message>
   <source>Server</source>
   <translation>Serveur</translation>
  </message>
  <message>
   <source>On this machine</source>
   <translation>Sur cette machine</translation>
  </message>
  <message>
   <source>Another server, for example one with a GPU</source>
   <translation>Un autre, par exemple avec un GPU</translation>
  </message>
  <message>
   <source>As printed by terralex serve when it started</source>
   <translation>Ce que terralex serve a affiché à son démarrage</translation>
  </message>
  <message>
   <source>Address</source>
   <translation>Adresse</translation>
  </message>
  <message>
   <source>Token</source>
   <translation>Jeton</translation>
  </message>
  <message>
   <source>Test connection</source>
   <translation>Tester la connexion</translation>
  </message>
  <message>
   <source>Searches and labels</source>
   <translation>Recherches et étiquettes</translation>
  </message>
  <message>
   <source>Same as QGIS</source>
   <translation>Comme QGIS</translation>
  </message>
  <message>
   <source>Per search</source>
   <translation>Par recherche</translation>
  </message>
  <message>
   <source>Less relevant regions are not requested</source>
   <translation>Ce qui est moins pertinent n'est même pas demandé</translation>
  </message>
  <message>
   <source> million</source>
   <translation> millions</translation>
  </message>
  <message>
   <source>For layers that QGIS has to render for the server, such as online layers</source>
   <translation>Pour les couches que QGIS doit dessiner pour le serveur, comme les couches en ligne</translation>
  </message>
  <message>
   <source>Takes effect when QGIS is restarted</source>
   <translation>À partir du prochain démarrage de QGIS</translation>
  </message>
  <message>
   <source>Stored on this machine</source>
   <translation>Conservé sur cette machine</translation>
  </message>
  <message>
   <source>Delete</source>
   <translation>Supprimer</translation>
  </message>
  <message>
   <source>Delete indexes and images</source>
   <translation>Supprimer les index et les images</translation>
  </message>
  <message>
   <source>Search history</source>
   <translation>Historique des recherches</translation>
  </message>
  <message>
   <source>Clear</source>
   <translation>Effacer</translation>
  </message>
  <message>
   <source>Clear search history</source>
   <translation>Effacer l’historique des recherches</translation>
  </message>
  <message>
   <source>Troubleshooting</source>
   <translation>Dépannage</translation>
  </message>
  <message>
   <source>Copy diagnostics</source>
   <translation>Copier le diagnostic</translation>
  </message>
  <message>
   <source>Versions, settings and log, without paths or secrets</source>
   <translation>Versions, réglages et journal, sans chemins ni secrets</translation>
  </message>
  <message>
   <source>QGIS stores the token encrypted in its authentication database.</source>
   <translation>QGIS garde le jeton chiffré dans sa base d'authentification.</translation>
  </message>
  <message>
   <source>Indexes and images of the local server</source>
   <translation>Index et images du serveur local</translation>
  </message>
  <message>
   <source>Indexes and images of the local server: {size} MB</source>
   <translation>Index et images du serveur local : {size} Mo</translation>
  </message>
  <message>
   <source>The search history has been cleared.</source>
   <translation>L’historique des recherches a été effacé.</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modèle</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Langue</translation>
  </message>
  <message>
   <source>Maximum regions</source>
   <translation>Régions au plus</translation>
  </message>
  <message>
   <source>Minimum relevance</source>
   <translation>Pertinence minimale</translation>
  </message>
  <message>
   <source>Maximum pixels sent</source>
   <translation>Pixels envoyés au plus</translation>
  </message>
  <message>
   <source>Server time-out</source>
   <translation>Délai d’attente du serveur</translation>
  </message>
  <message>
   <source>stored by QGIS</source>
   <translation>gardé par QGIS</translation>
  </message>
  <message>
   <source>{title} (will be downloaded)</source>
   <translation>{title} (sera téléchargé)</translation>
  </message>
  <message>
   <source>Both dates side by side</source>
   <translation>Les deux dates côte à côte</translation>
  </message>
  <message>
   <source>The earlier date is on the left, the later one on the right.</source>
   <translation>La date antérieure est à gauche, la date postérieure à droite.</translation>
  </message>
  <message>
   <source>What to look for</source>
   <translation>Que chercher</translation>
  </message>
  <message>
   <source>{size} m</source>
   <translation>{size} m</translation>
  </message>
  <message>
   <source>Regions</source>
   <translation>Régions</translation>
  </message>
  <message>
   <source>Zoom to the region</source>
   <translation>Zoomer sur la région</translation>
  </message>
  <message>
   <source>Accept the region (A)</source>
   <translation>Accepter la région (A)</translation>
  </message>
  <message>
   <source>Reject the region (R)</source>
   <translation>Rejeter la région (R)</translation>
  </message>
  <message>
   <source>Undo (Ctrl+Z)</source>
   <translation>Annuler (Ctrl+Z)</translation>
  </message>
  <message>
   <source>Search for more like this</source>
   <translation>Chercher d'autres régions semblables</translation>
  </message>
  <message>
   <source>Regions appear here, best first.</source>
   <translation>Les régions apparaissent ici, les meilleures d'abord.</translation>
  </message>
  <message>
   <source>Enter: next region, and the map follows</source>
   <translation>Entrée : la suivante, et la carte suit</translation>
  </message>
  <message>
   <source>A: accept, R: reject</source>
   <translation>A : accepter, R : rejeter</translation>
  </message>
  <message>
   <source>Region {rank}, relevance {percent} %</source>
   <translation>Région {rank}, pertinence {percent} %</translation>
  </message>
  <message>
   <source>{size} m regions, cosine {score}</source>
   <translation>Régions de {size} m, cosinus {score}</translation>
  </message>
  <message>
   <source>Below the threshold: candidate</source>
   <translation>Sous le seuil : un candidat</translation>
  </message>
  <message>
   <source>Accepted</source>
   <translation>Acceptée</translation>
  </message>
  <message>
   <source>Rejected</source>
   <translation>Rejetée</translation>
  </message>
  <message>
   <source>Save this search</source>
   <translation>Enregistrer cette recherche</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>Nom</translation>
  </message>
  <message>
   <source>Raster layers</source>
   <translation>Couches raster</translation>
  </message>
  <message>
   <source>All rasters in their folders, including later ones</source>
   <translation>Tous les rasters de leurs dossiers, y compris les futurs</translation>
  </message>
  <message>
   <source>The server runs it automatically while it is running</source>
   <translation>Le serveur l’exécute de lui-même tant qu’il fonctionne</translation>
  </message>
  <message>
   <source>Interval</source>
   <translation>Fréquence</translation>
  </message>
  <message>
   <source>Only manually</source>
   <translation>Seulement à la main</translation>
  </message>
  <message>
   <source>Every hour</source>
   <translation>Toutes les heures</translation>
  </message>
  <message>
   <source>Every day</source>
   <translation>Tous les jours</translation>
  </message>
  <message>
   <source>Every week</source>
   <translation>Toutes les semaines</translation>
  </message>
  <message>
   <source>Concepts and saved searches</source>
   <translation>Concepts et recherches enregistrées</translation>
  </message>
  <message>
   <source>Save the marks as a concept ...</source>
   <translation>Enregistrer les marques comme concept ...</translation>
  </message>
  <message>
   <source>Save this search ...</source>
   <translation>Enregistrer cette recherche ...</translation>
  </message>
  <message>
   <source>Show everything saved</source>
   <translation>Afficher tout ce qui est enregistré</translation>
  </message>
  <message>
   <source>No concept is saved yet</source>
   <translation>Aucun concept n’est encore enregistré</translation>
  </message>
  <message>
   <source>Save the marks as a concept</source>
   <translation>Enregistrer les marques comme concept</translation>
  </message>
  <message>
   <source>{name} is saved. Regions so far: {count}.</source>
   <translation>{name} est enregistrée. Régions jusqu’ici : {count}.</translation>
  </message>
  <message>
   <source>{name}: {new} new, {gone} gone, {unchanged} unchanged. {looked_at} of {layers} layers had changed.</source>
   <translation>{name} : {new} nouvelles, {gone} disparues, {unchanged} inchangées. {looked_at} couches sur {layers} avaient changé.</translation>
  </message>
  <message>
   <source>Name of the concept</source>
   <translation>Nom du concept</translation>
  </message>
  <message>
   <source>{name} is saved: taught by {accepted} accepted and {rejected} rejected.</source>
   <translation>{name} est enregistré : appris de {accepted} acceptées et {rejected} rejetées.</translation>
  </message>
  <message>
   <source>Import concepts</source>
   <translation>Importer des concepts</translation>
  </message>
  <message>
   <source>Concepts (*.tlx)</source>
   <translation>Concepts (*.tlx)</translation>
  </message>
  <message>
   <source>Export the concept</source>
   <translation>Exporter le concept</translation>
  </message>
  <message>
   <source>{name} was exported to {file}.</source>
   <translation>{name} a été exporté vers {file}.</translation>
  </message>
  <message>
   <source>There is already a concept {name}. Replace it?</source>
   <translation>Il existe déjà un concept {name}. Le remplacer ?</translation>
  </message>
  <message>
   <source>Delete the concept {name}?</source>
   <translation>Supprimer le concept {name} ?</translation>
  </message>
  <message>
   <source>Delete the saved search {name}?</source>
   <translation>Supprimer la recherche enregistrée {name} ?</translation>
  </message>
  <message>
   <source>Accept and reject regions, then save the marks as a concept with the button next to Search.</source>
   <translation>Acceptez et rejetez des régions, puis enregistrez les marques comme concept avec le bouton à côté de Recherche.</translation>
  </message>
  <message>
   <source>Save a search with the button next to Search, and run it again when there is new imagery.</source>
   <translation>Enregistrez une recherche avec le bouton à côté de Recherche et relancez-la quand il y a de nouvelles images.</translation>
  </message>
  <message>
   <source>Concepts</source>
   <translation>Concepts</translation>
  </message>
  <message>
   <source>Search by the concept</source>
   <translation>Rechercher par le concept</translation>
  </message>
  <message>
   <source>Add the concept to the classes</source>
   <translation>Ajouter le concept aux classes</translation>
  </message>
  <message>
   <source>Delete the concept</source>
   <translation>Supprimer le concept</translation>
  </message>
  <message>
   <source>Run the search again and show what is new</source>
   <translation>Relancer la recherche et montrer ce qui est nouveau</translation>
  </message>
  <message>
   <source>Show the result of the server's last automatic run</source>
   <translation>Montrer ce que le serveur a trouvé la dernière fois qu’il a lancé la recherche de lui-même</translation>
  </message>
  <message>
   <source>Refresh the list of saved searches</source>
   <translation>Actualiser la liste des recherches enregistrées</translation>
  </message>
  <message>
   <source>Delete the saved search</source>
   <translation>Supprimer la recherche enregistrée</translation>
  </message>
  <message>
   <source>Run again</source>
   <translation>Relancer</translation>
  </message>
  <message>
   <source>One region was found.</source>
   <translation>Une région trouvée.</translation>
  </message>
  <message>
   <source>{windows} windows are indexed.</source>
   <translation>{windows} fenêtres sont indexées.</translation>
  </message>
  <message>
   <source>{count} regions were found.</source>
   <translation>{count} régions trouvées.</translation>
  </message>
  <message>
   <source>Accept at least one region first (A).</source>
   <translation>Acceptez d'abord au moins une région (A).</translation>
  </message>
  <message>
   <source>The heat map has been added: the stronger the colour, the better the match.</source>
   <translation>La carte de chaleur est sur la carte : plus la couleur est forte, mieux le lieu correspond.</translation>
  </message>
  <message>
   <source>The best candidates are shown faded.</source>
   <translation>Les meilleurs candidats sont affichés en estompé.</translation>
  </message>
  <message>
   <source>but not … (car park; road)</source>
   <translation>mais pas … (parking ; route)</translation>
  </message>
  <message>
   <source>But not</source>
   <translation>Mais pas</translation>
  </message>
  <message>
   <source>Things that look similar but are not wanted; separate phrases with semicolons</source>
   <translation>Ce qui ressemble sans être cherché ; séparez les expressions par des points-virgules</translation>
  </message>
  <message>
   <source>What to look for: airport, 저수지 …</source>
   <translation>Que chercher : aéroport, 저수지 …</translation>
  </message>
  <message>
   <source>Selected features</source>
   <translation>Entités sélectionnées</translation>
  </message>
  <message>
   <source>Drawn area</source>
   <translation>Zone dessinée</translation>
  </message>
  <message>
   <source>Draw the area to search on the map</source>
   <translation>Dessiner sur la carte la zone de recherche</translation>
  </message>
  <message>
   <source>Selected features of the active polygon layer</source>
   <translation>Entités sélectionnées de la couche de polygones active</translation>
  </message>
  <message>
   <source>Side length of the regions on the ground in metres; several values are allowed</source>
   <translation>Côté des régions au sol en mètres ; plusieurs valeurs sont possibles</translation>
  </message>
  <message>
   <source>Shape of the regions</source>
   <translation>Forme des régions</translation>
  </message>
  <message>
   <source>Relevance</source>
   <translation>Pertinence</translation>
  </message>
  <message>
   <source>Hides less relevant regions in the list and on the map</source>
   <translation>Masque ce qui est moins pertinent, dans la liste et sur la carte</translation>
  </message>
  <message>
   <source>Filter regions</source>
   <translation>Filtrer les régions</translation>
  </message>
  <message>
   <source>Sort regions</source>
   <translation>Trier les régions</translation>
  </message>
  <message>
   <source>Gallery of large images</source>
   <translation>Galerie de grandes images</translation>
  </message>
  <message>
   <source>Zoom back to the searched area</source>
   <translation>Revenir à la zone de recherche</translation>
  </message>
  <message>
   <source>Heat map: how well each place matches</source>
   <translation>Carte de chaleur : à quel point chaque lieu correspond</translation>
  </message>
  <message>
   <source>Search again, with the accepted and rejected regions as examples</source>
   <translation>Cherche de nouveau, avec ce qui a été accepté et rejeté comme exemples</translation>
  </message>
  <message>
   <source>More like the accepted ones</source>
   <translation>Chercher des semblables</translation>
  </message>
  <message>
   <source>Export the accepted regions</source>
   <translation>Exporter les régions acceptées</translation>
  </message>
  <message>
   <source>from {percent} %: {shown} of {count}</source>
   <translation>dès {percent} % : {shown} sur {count}</translation>
  </message>
  <message>
   <source>Where</source>
   <translation>Où</translation>
  </message>
  <message>
   <source>Merged</source>
   <translation>Fusionnées</translation>
  </message>
  <message>
   <source>Single windows</source>
   <translation>Fenêtres seules</translation>
  </message>
  <message>
   <source>Outlines</source>
   <translation>Contours</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>Taille</translation>
  </message>
  <message>
   <source>Shape</source>
   <translation>Forme</translation>
  </message>
  <message>
   <source>All regions</source>
   <translation>Toutes les régions</translation>
  </message>
  <message>
   <source>Unmarked</source>
   <translation>Pas encore marquées</translation>
  </message>
  <message>
   <source>Best first</source>
   <translation>Les meilleures d'abord</translation>
  </message>
  <message>
   <source>Accepted first</source>
   <translation>Les acceptées d'abord</translation>
  </message>
  <message>
   <source>or other words</source>
   <translation>ou d’autres mots</translation>
  </message>
  <message>
   <source>One accepted region was exported to {file}.</source>
   <translation>Une région acceptée exportée vers {file}.</translation>
  </message>
  <message>
   <source>{count} accepted regions were exported to {file}.</source>
   <translation>{count} régions acceptées exportées vers {file}.</translation>
  </message>
  <message>
   <source>Search the map for {what}</source>
   <translation>Chercher {what} dans la carte</translation>
  </message>
  <message>
   <source>Matching names</source>
   <translation>Noms correspondants</translation>
  </message>
  <message>
   <source>Search this layer by text</source>
   <translation>Chercher dans cette couche par le texte</translation>
  </message>
  <message>
   <source>Label this layer</source>
   <translation>Étiqueter cette couche</translation>
  </message>
  <message>
   <source>Index this layer</source>
   <translation>Indexer cette couche</translation>
  </message>
  <message>
   <source>Region sizes in metres, separated by commas</source>
   <translation>Tailles des régions en mètres, séparées par des virgules</translation>
  </message>
  <message>
   <source>Pixel size in metres if the layer has to be rendered</source>
   <translation>Taille de pixel en mètres si la couche doit être dessinée</translation>
  </message>
  <message>
   <source>Raster layer</source>
   <translation>Couche raster</translation>
  </message>
  <message>
   <source>Extent</source>
   <translation>Emprise</translation>
  </message>
  <message>
   <source>The extent does not intersect the layer {name}.</source>
   <translation>L'emprise ne touche pas la couche {name}.</translation>
  </message>
  <message>
   <source>{text} is not a list of numbers: write it like 100, 200.</source>
   <translation>{text} n'est pas une liste de nombres : écrivez-la comme 100, 200.</translation>
  </message>
  <message>
   <source>Finds what a text names in a later layer but not in an earlier one of the same place, or the other way round: new buildings, lost forest. The resolution and CRS of the layers may differ; differences in season or light and shifts of a few pixels do not count as change.</source>
   <translation>Trouve ce qu'un texte nomme et qui est dans une couche récente mais pas dans une plus ancienne du même lieu, ou l'inverse : nouveaux bâtiments, forêt disparue. La résolution et le système de référence des couches peuvent différer ; la saison, la lumière et un décalage de quelques pixels ne sont pas un changement.</translation>
  </message>
  <message>
   <source>From the text, otherwise both</source>
   <translation>Selon le texte, sinon les deux</translation>
  </message>
  <message>
   <source>Appeared</source>
   <translation>Apparu</translation>
  </message>
  <message>
   <source>Disappeared</source>
   <translation>Disparu</translation>
  </message>
  <message>
   <source>Both</source>
   <translation>Les deux</translation>
  </message>
  <message>
   <source>Change heat map</source>
   <translation>Carte des changements</translation>
  </message>
  <message>
   <source>Raster layer of the earlier date</source>
   <translation>Couche raster de la date antérieure</translation>
  </message>
  <message>
   <source>Direction</source>
   <translation>Sens</translation>
  </message>
  <message>
   <source>Number of regions</source>
   <translation>Nombre de régions</translation>
  </message>
  <message>
   <source>Compare labels with a reference</source>
   <translation>Comparer des étiquettes à une référence</translation>
  </message>
  <message>
   <source>Compares labelled polygons with a reference layer: confusion matrix, accuracy, kappa, precision, recall and F1 by class. By feature, each reference polygon gets the label of the polygon at a point inside it; by area, the overlapping area is counted, in square units of the reference layer's CRS.</source>
   <translation>Compare des polygones étiquetés à une couche de référence : matrice de confusion, exactitude, kappa, précision, rappel et F1 par classe. Par entité, un polygone de référence reçoit l'étiquette du polygone en un point intérieur ; par surface, on compte la surface commune, en unités carrées du système de la référence.</translation>
  </message>
  <message>
   <source>Labels and reference</source>
   <translation>Étiquettes et référence</translation>
  </message>
  <message>
   <source>Accuracy</source>
   <translation>Exactitude</translation>
  </message>
  <message>
   <source>Mean F1</source>
   <translation>F1 moyen</translation>
  </message>
  <message>
   <source>Compared</source>
   <translation>Comparé</translation>
  </message>
  <message>
   <source>Confusion matrix</source>
   <translation>Matrice de confusion</translation>
  </message>
  <message>
   <source>Rows are the reference, columns the labels; the darker, the larger the share of the row.</source>
   <translation>Les lignes sont la référence, les colonnes les étiquettes ; plus c’est foncé, plus la part de la ligne est grande.</translation>
  </message>
  <message>
   <source>By class</source>
   <translation>Par classe</translation>
  </message>
  <message>
   <source>Precision</source>
   <translation>Précision</translation>
  </message>
  <message>
   <source>Recall</source>
   <translation>Rappel</translation>
  </message>
  <message>
   <source>Reference</source>
   <translation>Référence</translation>
  </message>
  <message>
   <source>By feature</source>
   <translation>Par entité</translation>
  </message>
  <message>
   <source>By area</source>
   <translation>Par surface</translation>
  </message>
  <message>
   <source>Report</source>
   <translation>Rapport</translation>
  </message>
  <message>
   <source>Accuracy {accuracy}, mean F1 {f1}</source>
   <translation>Exactitude {accuracy}, F1 moyen {f1}</translation>
  </message>
  <message>
   <source>Field with the label</source>
   <translation>Champ de l'étiquette</translation>
  </message>
  <message>
   <source>Field with the class</source>
   <translation>Champ de la classe</translation>
  </message>
  <message>
   <source>Count</source>
   <translation>Compter</translation>
  </message>
  <message>
   <source>Labels and reference do not overlap: check both layers.</source>
   <translation>Étiquettes et référence ne se recouvrent pas : vérifiez les deux couches.</translation>
  </message>
  <message>
   <source>Give words or a concept, not both: a concept already contains the words it was taught with.</source>
   <translation>Donnez des mots ou un concept, pas les deux : un concept a les mots avec lesquels il a été appris.</translation>
  </message>
  <message>
   <source>Type what to look for, or choose a concept.</source>
   <translation>Saisissez ce que vous cherchez, ou choisissez un concept.</translation>
  </message>
  <message>
   <source>Counts what a text names, such as cars or pools, in a layer or in each polygon of a zone layer, with an interval that shows how certain the count is. A message says when objects are too small for the pixels of the layer.</source>
   <translation>Compte ce qu'un texte nomme, comme des voitures ou des piscines, dans une couche ou dans chaque polygone d'une couche de zones, avec un intervalle qui indique la fiabilité du compte. Ce qui est trop petit pour les pixels de la couche est signalé.</translation>
  </message>
  <message>
   <source>About {count}, probably {low} to {high}.</source>
   <translation>Environ {count}, probablement de {low} à {high}.</translation>
  </message>
  <message>
   <source>No number: the model is too unsure of what it sees. There may be {low} to {high}.</source>
   <translation>Pas de nombre : le modèle n'est pas assez sûr de ce qu'il voit. Il peut y en avoir de {low} à {high}.</translation>
  </message>
  <message>
   <source>At least {low}: they may stand too close together to be counted one by one.</source>
   <translation>Au moins {low} : ils sont peut-être trop serrés pour être comptés un par un.</translation>
  </message>
  <message>
   <source>Zones</source>
   <translation>Zones</translation>
  </message>
  <message>
   <source>Objects</source>
   <translation>Objets</translation>
  </message>
  <message>
   <source>Expected count</source>
   <translation>Nombre attendu</translation>
  </message>
  <message>
   <source>Give zones as polygons.</source>
   <translation>Donnez les zones sous forme de polygones.</translation>
  </message>
  <message>
   <source>Similarity heat map</source>
   <translation>Carte de chaleur de similarité</translation>
  </message>
  <message>
   <source>Maps how well each place of a layer matches a text, as a single-band raster.</source>
   <translation>Dessine à quel point chaque lieu d'une couche correspond à un texte, en raster à une bande.</translation>
  </message>
  <message>
   <source>Or a taught concept</source>
   <translation>Ou un concept appris</translation>
  </message>
  <message>
   <source>Heat map</source>
   <translation>Carte de chaleur</translation>
  </message>
  <message>
   <source>Index layer</source>
   <translation>Indexer une couche</translation>
  </message>
  <message>
   <source>Prepares a layer so that searching it is fast. An interrupted run continues where it stopped.</source>
   <translation>Prépare une couche pour que les recherches y soient rapides. Interrompue, la préparation reprend où elle s'est arrêtée.</translation>
  </message>
  <message>
   <source>Windows</source>
   <translation>Fenêtres</translation>
  </message>
  <message>
   <source>Label features</source>
   <translation>Étiqueter des entités</translation>
  </message>
  <message>
   <source>Assigns one of the given classes to each polygon, from what the raster layer shows there, without training. All attributes are kept; label, score, margin and the three best classes are appended.</source>
   <translation>Donne à chaque polygone une des classes nommées d'après ce que la couche raster y montre, sans apprentissage. Tous les attributs sont gardés ; étiquette, score, marge et les trois meilleures classes s'ajoutent.</translation>
  </message>
  <message>
   <source>Labelled features</source>
   <translation>Entités étiquetées</translation>
  </message>
  <message>
   <source>There is no preset {name}: choose one of {known}.</source>
   <translation>Il n'y a pas de préréglage {name} : choisissez parmi {known}.</translation>
  </message>
  <message>
   <source>Label raster layer</source>
   <translation>Étiqueter une couche raster</translation>
  </message>
  <message>
   <source>Assigns one of the given classes to every place of a layer, without training: as areas, and as a raster with the confidence in its second band. Classes are names separated by semicolons, preset:NAME, or a CSV file.</source>
   <translation>Donne à chaque lieu d'une couche une des classes nommées, sans apprentissage : en surfaces et en raster dont la seconde bande est la confiance. Les classes sont des noms séparés par des points-virgules, preset:NAME ou un fichier CSV.</translation>
  </message>
  <message>
   <source>Confidence below which it is "other"</source>
   <translation>Confiance sous laquelle c'est « autre »</translation>
  </message>
  <message>
   <source>Class raster</source>
   <translation>Raster des classes</translation>
  </message>
  <message>
   <source>Areas</source>
   <translation>Surfaces</translation>
  </message>
  <message>
   <source>Concepts as additional classes</source>
   <translation>Concepts comme classes supplémentaires</translation>
  </message>
  <message>
   <source>The extent crosses the antimeridian: label one side at a time.</source>
   <translation>L'emprise traverse l'antiméridien : étiquetez un côté à la fois.</translation>
  </message>
  <message>
   <source>Run a saved search</source>
   <translation>Lancer une recherche enregistrée</translation>
  </message>
  <message>
   <source>Searches the layers of a saved search that are new or have changed since its last run, and reports which regions are new, gone or unchanged. Searches are saved in the dock, or by the algorithm Search many layers.</source>
   <translation>N’examine que les couches d’une recherche enregistrée qui sont nouvelles ou ont changé depuis la dernière exécution, et indique quelles régions sont nouvelles, disparues ou inchangées. Les recherches s’enregistrent dans le panneau ou avec l’algorithme Rechercher dans plusieurs couches.</translation>
  </message>
  <message>
   <source>{new} new, {gone} gone, {unchanged} unchanged.</source>
   <translation>{new} nouvelles, {gone} disparues, {unchanged} inchangées.</translation>
  </message>
  <message>
   <source>There is no saved search {name}: the server knows {known}.</source>
   <translation>Il n’y a pas de recherche enregistrée {name} : le serveur connaît {known}.</translation>
  </message>
  <message>
   <source>Name of the saved search</source>
   <translation>Nom de la recherche enregistrée</translation>
  </message>
  <message>
   <source>Search by text</source>
   <translation>Chercher par le texte</translation>
  </message>
  <message>
   <source>Finds regions of a layer that match a text, in any of ten languages, best first. Separate phrases with the same meaning by semicolons. A layer that is not indexed yet is indexed first.</source>
   <translation>Trouve les régions d'une couche qu'un texte désigne, dans dix langues, les meilleures d'abord. Les expressions de même sens sont séparées par des points-virgules. Une couche pas encore indexée l'est d'abord.</translation>
  </message>
  <message>
   <source>Merged windows</source>
   <translation>Fenêtres fusionnées</translation>
  </message>
  <message>
   <source>Shape of regions</source>
   <translation>Forme des régions</translation>
  </message>
  <message>
   <source>Finds what a text names in many raster layers and returns all regions in one table, most relevant first, with the layer of each. If a layer cannot be searched, the reason is reported and the others are still searched.</source>
   <translation>Trouve ce qu'un texte nomme dans plusieurs couches raster et réunit les régions de toutes dans une seule table, les plus pertinentes d'abord, chacune avec sa couche. Si une couche ne peut pas être explorée, la raison est indiquée et les autres le sont quand même.</translation>
  </message>
  <message>
   <source>Save the search under this name</source>
   <translation>Enregistrer la recherche sous ce nom</translation>
  </message>
  <message>
   <source>Find similar regions</source>
   <translation>Trouver des régions semblables</translation>
  </message>
  <message>
   <source>Finds regions that look like the given polygons and unlike others. All polygons count.</source>
   <translation>Trouve les régions qui ressemblent aux polygones donnés, et pas à d'autres. Tous comptent.</translation>
  </message>
  <message>
   <source>Examples</source>
   <translation>Exemples</translation>
  </message>
  <message>
   <source>Counter-examples</source>
   <translation>Contre-exemples</translation>
  </message>
  <message>
   <source>{what}: at most {most} polygons are allowed, select some of them.</source>
   <translation>{what} : {most} polygones au plus, sélectionnez-en quelques-uns.</translation>
  </message>
  <message>
   <source>Words that describe the same thing</source>
   <translation>Autres mots pour la même chose</translation>
  </message>
  <message>
   <source>There are no examples: give a layer with at least one polygon.</source>
   <translation>Il n'y a pas d'exemples : donnez une couche d'au moins un polygone.</translation>
  </message>
  <message>
   <source>Teach a concept</source>
   <translation>Apprendre un concept</translation>
  </message>
  <message>
   <source>Learns a concept from accepted and rejected places and from words, and writes it to a small file: it can then be used to search and label, on this layer and on others.</source>
   <translation>Apprend ce qui est voulu à partir de lieux acceptés et rejetés et de mots, et l'écrit dans un petit fichier : le concept sert ensuite à chercher et à étiqueter, dans cette couche et dans d'autres.</translation>
  </message>
  <message>
   <source>Accepted places</source>
   <translation>Lieux acceptés</translation>
  </message>
  <message>
   <source>Rejected places</source>
   <translation>Lieux rejetés</translation>
  </message>
  <message>
   <source>Concept to continue teaching</source>
   <translation>Concept à approfondir</translation>
  </message>
  <message>
   <source>Concept</source>
   <translation>Concept</translation>
  </message>
  <message>
   <source>There is nothing to learn from: give accepted or rejected places.</source>
   <translation>Il n'y a rien à apprendre : donnez des lieux acceptés ou rejetés.</translation>
  </message>
  <message>
   <source>Airports and ports</source>
   <translation>Aéroports et ports</translation>
  </message>
  <message>
   <source>CORINE land cover, level 1</source>
   <translation>Occupation du sol CORINE, niveau 1</translation>
  </message>
  <message>
   <source>CORINE land cover, level 2</source>
   <translation>Occupation du sol CORINE, niveau 2</translation>
  </message>
  <message>
   <source>Disaster damage</source>
   <translation>Dégâts de catastrophes</translation>
  </message>
  <message>
   <source>EuroSAT</source>
   <translation>EuroSAT</translation>
  </message>
  <message>
   <source>RSICD scene labels</source>
   <translation>Scènes RSICD</translation>
  </message>
  <message>
   <source>Rendered sample</source>
   <translation>Échantillon synthétique</translation>
  </message>
  <message>
   <source>UC Merced Land Use</source>
   <translation>Usage du sol UC Merced</translation>
  </message>
 </context>
</TS>
